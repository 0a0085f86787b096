import { type Commit, readCommits } from './read-commits.ts';
import { runGit } from './run-git.ts';

export interface Comparison {
  status: 'ahead' | 'behind' | 'identical' | 'diverged';
  ahead_by: number;
  behind_by: number;
  total_commits: number;
  base_commit: Commit | undefined;
  merge_base_commit: Commit | undefined;
  commits: Commit[];
}

const MOST_COMMITS = 250;

/**
 * How `head` stands to `base` (both full hashes), by real git. Undefined when they have no common history.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
export async function compareCommits(cwd: string, base: string, head: string): Promise<Comparison | undefined> {
  const mergeBase = (await runGit(['merge-base', base, head], { cwd })).stdout.trim();
  if (!mergeBase) return undefined;
  const { stdout } = await runGit(['rev-list', '--left-right', '--count', `${base}...${head}`], { cwd });
  const [behind = 0, ahead = 0] = stdout.trim().split(/\s+/).map(Number);
  const [baseCommit] = await readCommits(cwd, ['-1', base]);
  const [mergeBaseCommit] = await readCommits(cwd, ['-1', mergeBase]);
  return {
    status: statusOf(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    base_commit: baseCommit,
    merge_base_commit: mergeBaseCommit,
    commits: await readCommits(cwd, [`--max-count=${MOST_COMMITS}`, '--reverse', head, `^${base}`]),
  };
}

function statusOf(ahead: number, behind: number): Comparison['status'] {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
