import type { Now } from '#core/ports/clock.ts';
import type { SourceHost } from '#core/ports/source-host.ts';
import type { Table } from '#core/ports/table.ts';
import { askHost, type HostQuestions } from './ask-host.ts';
import { type KnownService, readKnown } from './read-known.ts';

export interface ResolveCommitPorts {
  table: Table;
  sourceHost: Pick<SourceHost, 'isOnBranch' | 'resolve'>;
  now: Now;
}

/** `commit`: a hash, also a short one, or a branch or tag; of one service. */
export interface ResolveQuestion {
  service: string;
  commit: string;
}

/** `sha`: 40 hex digits. `message`: why it cannot be said which commit is meant, or why that one cannot be released. */
export type ResolvedCommit =
  | { resolved: true; sha: string; author?: string; subject?: string }
  | { resolved: false; message: string };

const HASH = /^[0-9a-f]{7,40}$/i;
const WHOLE = 40;

/**
 * Which commit does a person mean that she wants released? A hash goes before a branch of the same name. A whole hash needs nobody's
 * answer, so that it can be ordered while the repository is away; whether it is on the branch, prepare-release asks before it is built.
 */
export async function resolveCommit(
  { table, sourceHost, now }: ResolveCommitPorts,
  { service, commit }: ResolveQuestion,
): Promise<ResolvedCommit> {
  const [known] = await readKnown(table, service);
  if (!known?.config) return refuse(`There is no service ${service} that is configured.`);
  const host = askHost(sourceHost, now);
  const found = await findCommit(known, commit, host);
  if (!found) return refuse(whyNotFound(known, commit, host));
  const { config, repository } = known;
  const standing = repository && (await host.contains(repository, config.branch, found.sha));
  if (standing === 'gone')
    return refuse(
      `${found.sha.slice(0, 7)} is not on ${config.branch}, the branch that ${service} is released from: merge it there.`,
    );
  return { resolved: true, ...found };
}

type Found = Omit<Extract<ResolvedCommit, { resolved: true }>, 'resolved'>;

async function findCommit(
  { repository, releases }: KnownService,
  commit: string,
  host: HostQuestions,
): Promise<Found | undefined> {
  const start = HASH.test(commit) ? commit.toLowerCase() : undefined;
  const hosted = repository && (await host.find(repository, start ?? commit));
  // The host takes names of branches, too, and a branch may be called like a hash.
  if (hosted && hosted !== 'none' && (start === undefined || hosted.sha.startsWith(start)))
    return { sha: hosted.sha, author: hosted.author, subject: hosted.subject };
  if (start === undefined || hosted === 'none') return undefined;
  const released = [...new Set(releases.map(({ sha }) => sha).filter((sha) => sha.startsWith(start)))];
  const [sha = start] = released;
  return released.length > 1 || sha.length < WHOLE ? undefined : { sha };
}

function whyNotFound({ repository }: KnownService, commit: string, host: HostQuestions): string {
  const [unanswered] = host.unanswered();
  return unanswered
    ? `${unanswered}. Give all 40 digits of the commit: then it can be ordered without that.`
    : `${repository?.name ?? 'The repository'} has neither a commit nor a branch "${commit}".`;
}

const refuse = (message: string): ResolvedCommit => ({ resolved: false, message });
