import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { GitFound } from '#core/init/found.ts';
import { parseRemote } from '#core/init/parse-remote.ts';

const run = promisify(execFile);

/** What the repository says that the command is called in: its remote, and the branch that the remote calls its default, or else the current one. */
export async function readGit(directory: string): Promise<GitFound> {
  const remote = parseRemote((await git(directory, 'remote', 'get-url', 'origin')) ?? '');
  const head = await git(directory, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD');
  const branch = head?.replace(/^origin\//, '') ?? (await git(directory, 'branch', '--show-current'));
  return { host: remote?.host, name: remote?.name, branch: branch || undefined };
}

/** Undefined where there is no such thing, no repository, or no git. */
async function git(directory: string, ...args: string[]): Promise<string | undefined> {
  try {
    return (await run('git', ['-C', directory, ...args], { timeout: 5_000 })).stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
