import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { OutputFile } from 'esbuild';

/** Writes each file whole or not at all: another process may be installing from the same directory at this moment. */
export function writeOutputs(files: OutputFile[]): void {
  for (const { path, contents } of files) {
    mkdirSync(dirname(path), { recursive: true });
    const unfinished = `${path}.${process.pid}.new`;
    writeFileSync(unfinished, contents);
    renameSync(unfinished, path);
  }
}
