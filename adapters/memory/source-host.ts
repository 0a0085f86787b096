import type { SourceHost } from '#core/ports/source-host.ts';

export interface MemorySourceHost extends SourceHost {
  /** The branch consists of these commits from now on; an empty list deletes it. */
  setBranch(repositoryId: number, branch: string, commits: string[]): void;
  /** Every question fails with this until it is taken back (undefined). */
  break(error: Error | undefined): void;
}

/** Branches and their commits in memory. */
export function memorySourceHost(): MemorySourceHost {
  const branches = new Map<string, Set<string>>();
  let broken: Error | undefined;
  return {
    async isOnBranch({ id }, branch, sha) {
      if (broken) throw broken;
      return branches.get(`${id}/${branch}`)?.has(sha) ? 'yes' : 'gone';
    },
    setBranch: (id, branch, commits) => void branches.set(`${id}/${branch}`, new Set(commits)),
    break(error) {
      broken = error;
    },
  };
}
