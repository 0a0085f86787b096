import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '#local/time/clock.ts';

export interface BuildLog {
  /** For the commands' own output. */
  descriptor: number;
  /** One line of CodeBuild's own. */
  line(text: string): void;
  close(): void;
}

/** A build's log file; a second attempt goes on in the same file. */
export function openBuildLog(file: string, clock: Clock): BuildLog {
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, 'a');
  return {
    descriptor,
    line: (text) => {
      const time = new Date(clock.now()).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
      writeSync(descriptor, `[Container] ${time} ${text}\n`);
    },
    close: () => closeSync(descriptor),
  };
}
