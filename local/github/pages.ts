import { resolveCommit } from './read-commits.ts';
import { runGit } from './run-git.ts';

/** What a commit's page shows, as plain text; undefined when there is no such commit. */
export async function commitText(cwd: string, ref: string): Promise<string | undefined> {
  const sha = await resolveCommit(cwd, ref);
  if (!sha) return undefined;
  return (await runGit(['show', '--no-ext-diff', '--no-textconv', '--stat', '--patch', sha], { cwd })).stdout;
}

/** What lies between two commits, as plain text; undefined when one of them is not there. */
export async function compareText(cwd: string, before: string, after: string): Promise<string | undefined> {
  const [from, to] = [await resolveCommit(cwd, before), await resolveCommit(cwd, after)];
  if (!from || !to) return undefined;
  return (await runGit(['diff', '--no-ext-diff', '--no-textconv', '--stat', '--patch', from, to], { cwd })).stdout;
}
