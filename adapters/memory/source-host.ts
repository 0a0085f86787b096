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
  let broken: Error | undefined;
  const historyOf = (id: number, sha: string): string[] => {
    const known = [...branches].find(([key, commits]) => key.startsWith(`${id}/`) && commits.includes(sha))?.[1] ?? [];
    return known.slice(0, known.indexOf(sha) + 1);
  };
  return {
    async isOnBranch({ id }, branch, sha) {
      if (broken) throw broken;
      const commits = branches.get(`${id}/${branch}`) ?? historyOf(id, branch);
      if (!commits.includes(sha)) return 'gone';
      return commits.at(-1) === sha ? 'tip' : 'yes';
    },
    setBranch: (id, branch, commits) => void branches.set(`${id}/${branch}`, [...commits]),
    break(error) {
      broken = error;
    },
  };
}
