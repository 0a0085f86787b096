import type { SourceHost } from '#core/ports/source-host.ts';

export interface MemorySourceHost extends SourceHost {
  /** The branch consists of these commits from now on, oldest first; an empty list deletes it. */
  setBranch(repositoryId: number, branch: string, commits: string[]): void;
  /** Every question fails with this until it is taken back (undefined). */
  break(error: Error | undefined): void;
}

/** Branches and their commits in memory. */
export function memorySourceHost(): MemorySourceHost {
  const branches = new Map<string, string[]>();
  /** By repository and commit: what it contains. A force-push takes a commit from its branch, not from the repository. */
  const histories = new Map<string, string[]>();
  let broken: Error | undefined;
  const historyOf = (id: number, sha: string): string[] => histories.get(`${id}/${sha}`) ?? [];
  return {
    async isOnBranch({ id }, branch, sha) {
      if (broken) throw broken;
      const commits = branches.get(`${id}/${branch}`) ?? historyOf(id, branch);
      if (!commits.includes(sha)) return 'gone';
      return commits.at(-1) === sha ? 'tip' : 'yes';
    },
    setBranch(id, branch, commits) {
      branches.set(`${id}/${branch}`, [...commits]);
      for (const [i, sha] of commits.entries()) histories.set(`${id}/${sha}`, commits.slice(0, i + 1));
    },
    break(error) {
      broken = error;
    },
  };
}
