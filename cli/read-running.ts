import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Running {
  /** The address of its AWS. */
  aws: string;
  console: string;
}

/** The Bakewatch that runs in a directory; undefined where none does, or does not answer. */
export async function readRunning(dir: string): Promise<Running | undefined> {
  try {
    const running = JSON.parse(readFileSync(join(dir, 'running.json'), 'utf8')) as Running;
    await fetch(running.aws);
    return running;
  } catch {
    return undefined;
  }
}
