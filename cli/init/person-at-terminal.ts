import { createInterface } from 'node:readline/promises';
import { style } from '../render/style.ts';
import type { Person } from './dialog.ts';

/** Who sits at the terminal left: Ctrl-C or Ctrl-D. */
export class Left extends Error {}

/** Whoever sits at this terminal. `close` gives the terminal back. A question that is left with Ctrl-C or Ctrl-D throws Left. */
export function personAtTerminal(): Person & { close(): void } {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const left = new Promise<never>((_, reject) => lines.once('close', () => reject(new Left())));
  left.catch(() => undefined);
  return {
    ask: (question, fallback) =>
      Promise.race([lines.question(`${style('bold', question)} ${style('gray', `[${fallback}]`)} `), left]),
    tell: (line) => console.log(style('yellow', line)),
    close: () => lines.close(),
  };
}
