import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start` as a process of its own, in a process group of its own. */
export interface Child {
  process: ChildProcess;
  /** Everything it has printed, also as errors. */
  output(): string;
  /** SIGKILL to all of its group. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGINT, as Ctrl-C sends it. Resolves with the exit code. */
  interrupt(): Promise<number | null>;
}

export function startChild(dir: string, port: number, visitors = 0): Child {
  const args = ['cli/bakewatch.ts', 'start', '--dir', dir, '--port', String(port), '--visitors', String(visitors)];
  const child = spawn(process.execPath, args, { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const exited = once(child, 'exit');
  const signal = (name: NodeJS.Signals): void => {
    if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, name);
  };
  return {
    process: child,
    output: () => said,
    async kill() {
      signal('SIGKILL');
      await exited;
    },
    async interrupt() {
      signal('SIGINT');
      await exited;
      return child.exitCode;
    },
  };
}

/** Resolves when the instance in `dir` is this child and says that it can be used. Rejects when it ended instead. */
export const ready = (child: Child, dir: string): Promise<{ aws: string }> =>
  until(
    'Bakewatch to come up',
    () => {
      if (child.process.exitCode !== null) throw new Error(`It ended: ${child.output()}`);
      const running = readRunning(dir);
      return running?.pid === child.process.pid && running?.aws ? { aws: running.aws } : undefined;
    },
    40_000,
    child.output,
  );

function readRunning(dir: string): { pid: number; aws?: string } | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, 'running.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Processes that work in `dir`, or were given it in their arguments or environment. Linux only. */
export function processesIn(dir: string): { pid: number; command: string }[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids
    .filter((pid) => belongsTo(pid, dir))
    .map((pid) => ({ pid: Number(pid), command: read(pid, 'cmdline').replaceAll('\0', ' ') }));
}

function belongsTo(pid: string, dir: string): boolean {
  try {
    if (readlinkSync(`/proc/${pid}/cwd`).startsWith(dir)) return true;
  } catch {
    return false;
  }
  return read(pid, 'cmdline').includes(dir) || read(pid, 'environ').includes(dir);
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Where to look for free ports from. A child takes seconds until it listens, and gives its ports up each time that it is killed: two
 * runs of the same test at the same time must not find the same ones free.
 */
export const portOfOurOwn = (first: number): number => first + (process.pid % 50) * 4;
