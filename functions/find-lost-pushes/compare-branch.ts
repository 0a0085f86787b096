import { judgeBranch } from '#core/intake/judge-branch.ts';
import { NO_COMMIT, type Push } from '#core/intake/push.ts';
import { revertedBy } from '#core/intake/reverted-by.ts';
import type { PushedCommit, PushHead, Sighting, Stored } from '#core/ledger/items.ts';
import { commitPartition, keys, pushPartition } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import type { HostedCommit, SourceHost } from '#core/ports/source-host.ts';
import type { Table } from '#core/ports/table.ts';
import { type AcceptPushPorts, acceptPush } from '#functions/steps/intake/accept-push.ts';
import type { TrackedBranch } from './tracked-branches.ts';

export interface CompareBranchPorts extends AcceptPushPorts {
  sourceHost: SourceHost;
}

/** What became of one look at a branch, and a sentence of it where there is something to say. */
export interface Compared {
  kind: 'as known' | 'suspected' | 'put right' | 'found';
  message: string;
}

const AS_KNOWN: Compared = { kind: 'as known', message: '' };

/** Is the branch where the ledger has it? Takes the push that is missing otherwise. Throws when the host cannot be asked. */
export async function compareBranch(ports: CompareBranchPorts, tracked: TrackedBranch): Promise<Compared> {
  const { table, sourceHost, now } = ports;
  const { repository, branch } = tracked;
  const ref = `refs/heads/${branch}`;
  const headKey = keys.pushHead(repository.id, ref);
  const sightingKey = keys.sighting(repository.id, ref);
  // The host first: what it says is then older than what the ledger says, never newer.
  const tip = await sourceHost.head(repository, branch);
  const head = (await table.read(headKey)) as Stored<PushHead> | undefined;
  const sighting = (await table.read(sightingKey)) as Stored<Sighting> | undefined;
  const after = tip === 'no branch' ? NO_COMMIT : tip.sha;
  const verdict = judgeBranch({ branch: after, head, sighting, now: now() });
  const where = `${repository.name} ${branch}`;
  if (verdict.kind === 'as known') return AS_KNOWN;
  if ('sighting' in verdict) {
    // Whoever was faster has written the same.
    await table.write([put(sightingKey, sighting, verdict.sighting)]);
    return verdict.kind === 'suspected' ? suspected(where, after) : AS_KNOWN;
  }
  if (verdict.kind === 'suspected already') return suspected(where, after);

  const { before, since } = verdict;
  const forced = await isForced(sourceHost, tracked, before, after);
  if (head && (!forced || head.found?.isPassed) && (await isKnownEnd(table, tracked, after))) {
    await table.write([put(headKey, head, { after, unsure: true })]);
    return {
      kind: 'put right',
      message: `${where} is at ${after}, which was pushed before: the ledger has it there now`,
    };
  }
  const push = foundPush(tracked, { before, after, forced }, tip);
  const { message } = await acceptPush(ports, push, `lost-${repository.id}-${after}-${since}`);
  return { kind: 'found', message: `${where} is at ${after}: ${message}` };
}

const suspected = (where: string, after: string): Compared => ({
  kind: 'suspected',
  message: `${where} is at ${after}, of which no webhook has told yet`,
});

/** The new head does not contain what was the head before. */
async function isForced(
  sourceHost: SourceHost,
  { repository }: TrackedBranch,
  before: string,
  after: string,
): Promise<boolean> {
  if (before === NO_COMMIT || after === NO_COMMIT) return false;
  return (await sourceHost.isOnBranch(repository, after, before)) === 'gone';
}

/**
 * Some push ended there and none went on from there: then it is known what became of it, and only the ledger's head is not the
 * newest, because webhooks came in another order than the pushes.
 */
async function isKnownEnd(table: Table, { repository, branch }: TrackedBranch, sha: string): Promise<boolean> {
  const ref = `refs/heads/${branch}`;
  const [ended, [successor]] = await Promise.all([
    table.list(commitPartition(repository.id, sha), { prefix: `${ref}#` }),
    table.list(pushPartition(repository.id, ref), { prefix: `PUSH#${sha}#`, limit: 1 }),
  ]);
  return !successor && (ended as unknown as PushedCommit[]).some((push) => push.ref === ref && !push.late);
}

function foundPush(
  { repository, branch }: TrackedBranch,
  move: Pick<Push, 'before' | 'after' | 'forced'>,
  tip: HostedCommit | 'no branch',
): Push {
  const { author, subject, message, sha } =
    tip === 'no branch' ? { author: '', subject: '', message: '', sha: '' } : tip;
  return {
    repositoryId: repository.id,
    repositoryName: repository.name,
    ref: `refs/heads/${branch}`,
    ...move,
    senderId: 0,
    sender: '',
    author,
    subject,
    reverts: revertedBy([{ id: sha, message }]),
    changedPaths: undefined,
    found: true,
  };
}
