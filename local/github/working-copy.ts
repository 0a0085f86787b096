import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runGit } from './run-git.ts';

/** Clones the bare repository for the person at the keyboard, unless that was done before. */
export async function prepareWorkingCopy(bareDirectory: string, directory: string): Promise<void> {
  if (existsSync(join(directory, '.git'))) return;
  const settings = ['branch.main.remote=origin', 'branch.main.merge=refs/heads/main', ...identity()];
  const config = settings.flatMap((setting) => ['--config', setting]);
  // A clone that was killed half-way must not be taken for one.
  const unfinished = `${directory}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const cloned = await runGit(['clone', '--quiet', '--template=', ...config, '--', bareDirectory, unfinished]);
  if (cloned.code !== 0) throw new Error(`git clone failed: ${cloned.stderr.trim()}`);
  mkdirSync(directory, { recursive: true });
  renameSync(unfinished, directory);
}

/** A machine where git was never used has no name to commit with; it gets one here, and only here. */
const identity = (): string[] =>
  [
    ['user.name', 'You'],
    ['user.email', 'you@localhost'],
  ].flatMap(([key = '', value]) => (isConfigured(key) ? [] : [`${key}=${value}`]));

function isConfigured(key: string): boolean {
  try {
    return execFileSync('git', ['config', '--global', key], { stdio: ['ignore', 'pipe', 'ignore'] }).length > 1;
  } catch {
    return false;
  }
}
