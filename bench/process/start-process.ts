import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { functionName } from '#infra/installation.ts';
import { portsFrom } from '#local/installation/ports.ts';
import { answers } from './answers.ts';

export interface Running {
  pid: number;
  /** From the start of the process to the first answer. */
  ready: { consoleSeconds: number; webhookSeconds: number };
  /** Resolves when a line that matches has been printed, also before now. Rejects when none is for a minute. */
  line(pattern: RegExp): Promise<void>;
  stop(): Promise<void>;
}

const CLI = fileURLToPath(new URL('../../cli/bakewatch.ts', import.meta.url));
const LONGEST_WAIT_MS = 60_000;

/** Runs `bakewatch start` and waits until its console and its webhook answer. */
export async function startProcess(dir: string, port: number): Promise<Running> {
  const began = performance.now();
  const child = spawn(process.execPath, [CLI, 'start', '--dir', dir, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const printed = createInterface({ input: child.stdout }).on('line', (line) => void lines.push(line));
  const since = (): number => (performance.now() - began) / 1_000;
  const ports = portsFrom(port);
  const webhook = `http://127.0.0.1:${ports.aws}/lambda-url/${functionName('receive-webhook')}/`;
  const [consoleSeconds, webhookSeconds] = await Promise.all([
    answers(`http://127.0.0.1:${ports.console}/`, { method: 'GET' }, 200).then(since),
    answers(webhook, { method: 'POST', body: '{}' }, 401).then(since),
  ]);
  return {
    pid: child.pid ?? 0,
    ready: { consoleSeconds, webhookSeconds },
    async line(pattern) {
      const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
      while (!lines.some((line) => pattern.test(line))) await once(printed, 'line', { signal });
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
