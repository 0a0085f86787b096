import type { RepositoryId } from '#core/intake/repository-id.ts';
import { shownOf } from '#core/intake/shown-of.ts';
import type { HostedCommit, SourceHost } from '#core/ports/source-host.ts';

export interface MemorySourceHost extends SourceHost {
  /** The branch consists of these commits from now on, oldest first; an empty list deletes it. */
  setBranch(repositoryId: RepositoryId, branch: string, commits: string[]): void;
  /** What a commit says of itself; without it, it is nobody's and says nothing. */
  describe(repositoryId: RepositoryId, sha: string, about: { author: string; message: string }): void;
  /** Every question fails with this until it is taken back (undefined). */
  break(error: Error | undefined): void;
}

const SHORTEST_HASH = 4;

/** Branches and their commits in memory. */
export function memorySourceHost(): MemorySourceHost {
  const branches = new Map<string, string[]>();
  /** By repository and commit: what it contains. A force-push takes a commit from its branch, not from the repository. */
  const histories = new Map<string, string[]>();
  const descriptions = new Map<string, { author: string; message: string }>();
  let broken: Error | undefined;
  const historyOf = (id: RepositoryId, sha: string): string[] => histories.get(`${id}/${sha}`) ?? [];
  const commitOf = (id: RepositoryId, sha: string): HostedCommit => {
    const { author = 'nobody', message = '' } = descriptions.get(`${id}/${sha}`) ?? {};
    return { sha, message, ...shownOf(author, message) };
  };
  const named = (id: RepositoryId, name: string): string | undefined =>
    branches.get(`${id}/${name}`)?.at(-1) ?? (name.length < SHORTEST_HASH ? undefined : withHash(id, name));
  const withHash = (id: RepositoryId, start: string): string | undefined => {
    const found = [...histories.keys()].filter((key) => key.startsWith(`${id}/${start}`));
    return found.length === 1 ? found[0]?.slice(`${id}/`.length) : undefined;
  };
  return {
    async isOnBranch({ id }, branch, sha) {
      if (broken) throw broken;
      const commits = branches.get(`${id}/${branch}`) ?? historyOf(id, branch);
      if (!commits.includes(sha)) return 'gone';
      return commits.at(-1) === sha ? 'tip' : 'yes';
    },
    async head({ id }, branch) {
      if (broken) throw broken;
      const sha = branches.get(`${id}/${branch}`)?.at(-1);
      return sha === undefined ? 'no branch' : commitOf(id, sha);
    },
    async resolve({ id }, name) {
      if (broken) throw broken;
      const sha = named(id, name);
      return sha === undefined ? undefined : commitOf(id, sha);
    },
    setBranch(id, branch, commits) {
      branches.set(`${id}/${branch}`, [...commits]);
      for (const [i, sha] of commits.entries()) histories.set(`${id}/${sha}`, commits.slice(0, i + 1));
    },
    describe(id, sha, about) {
      descriptions.set(`${id}/${sha}`, about);
    },
    break(error) {
      broken = error;
    },
  };
}
