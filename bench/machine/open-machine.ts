import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '#cli/bundle.ts';
import type { ApiCall } from '#local/http/http-service.ts';
import { ensureConfigFile } from '#local/installation/load-config.ts';
import { type OneMachine, startOneMachine } from '#local/installation/one-machine.ts';
import { freePorts, portsFrom } from '#local/installation/ports.ts';
import { startVisitors } from '#local/visitors/visitors.ts';

export interface TimedCall extends ApiCall {
  /** When it was answered, epoch ms. */
  at: number;
}

/** Bakewatch on one machine with somebody who takes notes. Its releases are numbered from 1 as they are pushed. */
export interface BenchMachine {
  machine: OneMachine;
  /** Every API call since it came up, in order. */
  calls: TimedCall[];
  /** Every `REPORT` line of a function. */
  invocations: Invocation[];
  pushed: number;
}

export interface Invocation {
  functionName: string;
  /** How long it took. */
  ms: number;
  /** When it ended, epoch ms. */
  at: number;
}

export interface MachineOptions {
  /** Changes `bakewatch.yaml` before it is read. */
  configure?: (file: string) => void;
}

const VISITORS_PER_SECOND = 25;
const bundled: { once?: Promise<string> } = {};

/** Opens a machine in a directory and on ports of its own, with visitors in production; closes it when `use` has ended. */
export async function withMachine<T>(options: MachineOptions, use: (bench: BenchMachine) => Promise<T>): Promise<T> {
  bundled.once ??= bundle();
  const bundles = await bundled.once;
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-bench-'));
  const port = await freePorts(4_700);
  ensureConfigFile(join(dir, 'bakewatch.yaml'), portsFrom(port));
  options.configure?.(join(dir, 'bakewatch.yaml'));
  const calls: TimedCall[] = [];
  const invocations: BenchMachine['invocations'] = [];
  const machine = await startOneMachine({
    dir,
    port,
    bundles,
    onCall: (call) => void calls.push({ ...call, at: Date.now() }),
    onLog: (functionName, line) => {
      const ms = /^REPORT .* Duration: ([\d.]+) ms/.exec(line)?.[1];
      if (ms) invocations.push({ functionName, ms: Number(ms), at: Date.now() });
    },
  });
  const visitors = startVisitors(machine.urls.production, VISITORS_PER_SECOND);
  try {
    return await use({ machine, calls, invocations, pushed: 0 });
  } finally {
    visitors.stop();
    await machine.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}
