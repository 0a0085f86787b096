import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { startTimeOf } from './process-identity.ts';

export interface ContainerSpec {
  command: string[];
  cwd: string;
  env: Record<string, string>;
  logFile: string;
}

export interface SpawnedContainer {
  child: ChildProcess;
  identity: { pid: number; startTime: string };
  /** Lets the command begin. Until then nothing of it has run. */
  begin(): void;
}

/**
 * The shell waits for a word on descriptor 3 and then becomes the command. If this program dies before it has written down
 * which process it started, the pipe breaks and the command never runs: no process is ever unaccounted for.
 */
const GATE = 'read -r word <&3 || exit 70; exec 3<&-; exec "$@"';

/**
 * Starts a container's command in a process group of its own, held at its first instruction until `begin`.
 * Its environment is what is given plus PATH. Throws when it cannot be started.
 */
export function spawnContainer({ command, cwd, env, logFile }: ContainerSpec): SpawnedContainer {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  try {
    const child = spawn('/bin/sh', ['-c', GATE, 'container', ...command], {
      cwd,
      // The command `node` is the Node that runs this program.
      env: { PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter), ...env },
      stdio: ['ignore', log, log, 'pipe'],
      detached: true,
    });
    // A failed spawn is told again as an event; the missing pid below already says so.
    child.on('error', () => undefined);
    const startTime = child.pid === undefined ? undefined : startTimeOf(child.pid);
    if (child.pid === undefined || startTime === undefined)
      throw new Error(`"${command.join(' ')}" could not be started.`);
    const gate = child.stdio[3] as Writable;
    gate.on('error', () => undefined);
    return { child, identity: { pid: child.pid, startTime }, begin: () => gate.end('begin\n') };
  } finally {
    closeSync(log);
  }
}
