import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { explainFileError, UserError } from './user-error.ts';

export interface Claim {
  /** Tells other commands where this instance can be reached. */
  announce(urls: Record<string, string>): void;
  release(): void;
}

/**
 * Makes the state directory and claims it for this process. The claim is a lock of SQLite's: it ends with the process, also
 * by kill -9, so there is nothing stale to clean up. Throws UserError when it cannot be written or another instance has it.
 */
export function claimDirectory(dir: string): Claim {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch (error) {
    throw explainFileError(error, dir) ?? error;
  }
  const owner = join(dir, 'running.json');
  const lock = new DatabaseSync(join(dir, 'lock.db'), { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS claim (since INTEGER);');
  } catch (error) {
    lock.close();
    if (!/locked|busy/i.test((error as Error).message)) throw error;
    throw new UserError(
      `Bakewatch runs already in ${dir}${sayOwner(owner)}. End it there, or use another directory with --dir and --port.`,
    );
  }
  const announce = (urls: Record<string, string>): void =>
    writeFileSync(owner, JSON.stringify({ pid: process.pid, ...urls }));
  announce({});
  return { announce, release: () => lock.close() };
}

function sayOwner(file: string): string {
  try {
    return ` (process ${JSON.parse(readFileSync(file, 'utf8')).pid})`;
  } catch {
    return '';
  }
}
