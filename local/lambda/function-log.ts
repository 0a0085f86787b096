import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface LogLine {
  functionName: string;
  /** Epoch ms. */
  time: number;
  line: string;
}

const MAX_BYTES = 5 * 1024 * 1024;

/** Appends lines to `<dir>/logs/<function>.log`; a full file becomes `.log.1` in place of the one before. */
export function createFunctionLog(dir: string, maxBytes = MAX_BYTES): (line: LogLine) => void {
  const folder = join(dir, 'logs');
  mkdirSync(folder, { recursive: true });
  const sizes = new Map<string, number>();
  return ({ functionName, time, line }) => {
    const file = join(folder, `${functionName}.log`);
    const text = `${new Date(time).toISOString()} ${line}\n`;
    const size = sizes.get(file) ?? statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const isFull = size > 0 && size + Buffer.byteLength(text) > maxBytes;
    if (isFull) renameSync(file, `${file}.1`);
    appendFileSync(file, text);
    sizes.set(file, (isFull ? 0 : size) + Buffer.byteLength(text));
  };
}
