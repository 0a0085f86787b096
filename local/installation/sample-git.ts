import { execFile } from 'node:child_process';
import { runGit } from '../github/run-git.ts';

const IDENTITY = ['-c', 'user.name=You', '-c', 'user.email=you@localhost', '-c', 'commit.gpgSign=false'];

/** Commits everything in the sample's working copy. Throws with git's own sentence. Returns the commit. */
export async function commitAll(directory: string, message: string): Promise<string> {
  await git(['-C', directory, 'add', '--all']);
  await git([...IDENTITY, '-C', directory, 'commit', '--quiet', '--message', message]);
  return (await git(['-C', directory, 'rev-parse', 'HEAD'])).trim();
}

/** Whether anything was ever committed (in a bare repository: pushed) to the branch that it stands on. */
export async function hasCommit(directory: string): Promise<boolean> {
  return (await runGit(['-C', directory, 'rev-parse', '--quiet', '--verify', 'HEAD'])).code === 0;
}

async function git(args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runGit(args);
  if (code !== 0) throw new Error(`git ${args.join(' ')} failed: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}

/** A real `git push`, with the hook that sends the webhook. Returns what the remote said, without its prefix. */
export function push(directory: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('git', ['-C', directory, 'push', 'origin', 'HEAD:main'], { timeout: 60_000 }, (error, _stdout, stderr) => {
      if (error) reject(new Error(`git push failed: ${stderr.trim()}`, { cause: error }));
      else resolve(remoteLines(stderr));
    });
  });
}

const remoteLines = (stderr: string): string =>
  stderr
    .split('\n')
    .flatMap((line) => /^remote: (.*\S)/.exec(line)?.[1] ?? [])
    .join('\n');
