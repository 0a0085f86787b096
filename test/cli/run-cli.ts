import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `bakewatch <args>` as a process of its own, without a terminal. Resolves when it has ended. */
export async function runCli(args: string[], cwd = root): Promise<CliResult> {
  const script = fileURLToPath(new URL('../../cli/bakewatch.ts', import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const result = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      result[stream] += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...result };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are looked for
export const COLOUR = /\u001b\[/;

export const STACK_TRACE = /\n\s+at .+:\d+:\d+/;
