import type { RepositoryId } from '#core/intake/repository-id.ts';
import type { Now } from '#core/ports/clock.ts';
import type { HostedCommit, Repository, SourceHost } from '#core/ports/source-host.ts';

type Host = Pick<SourceHost, 'isOnBranch' | 'resolve'>;

/** The source host, asked for what may stay unknown: undefined is no answer, and then `unanswered` says why. */
export interface HostQuestions {
  /** Does the commit `head`, or the branch of that name, contain `sha`? */
  contains(repository: Repository, head: string, sha: string): Promise<'tip' | 'yes' | 'gone' | undefined>;
  find(repository: Repository, name: string): Promise<HostedCommit | 'none' | undefined>;
  unanswered(): string[];
}

/** Somebody waits for the answer, and the function has to give it before its own time is over. */
const PATIENCE_MS = 15_000;

/** Asks each question once. A repository that could not be asked is not asked again; after 15 s none is. */
export function askHost(host: Host, now: Now): HostQuestions {
  const until = now() + PATIENCE_MS;
  const answers = new Map<string, Promise<unknown>>();
  const failures = new Map<RepositoryId, string>();

  const ask = <T>({ id, name }: Repository, what: string, question: () => Promise<T>): Promise<T | undefined> => {
    const key = `${id} ${what}`;
    const known = answers.get(key) as Promise<T | undefined> | undefined;
    if (known) return known;
    if (failures.has(id)) return Promise.resolve(undefined);
    if (now() > until) {
      failures.set(id, `${name} was not asked about everything: its answers took too long`);
      return Promise.resolve(undefined);
    }
    const answer = question().catch((error: Error) => {
      failures.set(id, `${name} could not be asked: ${error.message}`);
      return undefined;
    });
    answers.set(key, answer);
    return answer;
  };

  return {
    contains: (repository, head, sha) =>
      ask(repository, `${head} ${sha}`, () => host.isOnBranch(repository, head, sha)),
    find: (repository, name) => ask(repository, name, async () => (await host.resolve(repository, name)) ?? 'none'),
    unanswered: () => [...failures.values()],
  };
}
