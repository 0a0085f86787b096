import { randomUUID } from 'node:crypto';
import type { Clock } from '#local/time/clock.ts';
import { functionEnvironment } from './function-environment.ts';
import type { FunctionRecord, Outcome } from './function-record.ts';
import { type Instance, startInstance } from './instance.ts';
import { tooManyRequests } from './lambda-error.ts';

/** AWS keeps idle instances for some minutes. Here each holds 20 MB of somebody's own machine and starts in a tenth of a second. */
const IDLE_MS = 60_000;

/** Threads at once: a machine has fewer cores than AWS. Beyond it invocations wait for a thread, they are not refused. */
const MAX_INSTANCES = 24;

export interface PoolOptions {
  clock: Clock;
  /** Where what instances run is (`writeInstanceProgram`); asked for once, when the first of them starts. */
  program(): Promise<URL>;
  endpointUrl: () => string;
  onLine(functionName: string, line: string): void;
}

export interface Pool {
  /** Runs one invocation on a warm instance or a new one. Throws TooManyRequestsException at the reserved concurrency. */
  run(record: FunctionRecord, requestId: string, payload: string): Promise<Outcome>;
  stats(): InvocationStats;
  close(): Promise<void>;
}

export interface InvocationStats {
  invocations: Record<string, number>;
  coldStarts: Record<string, number>;
}

interface State extends PoolOptions {
  /** Warm instances, oldest first, each with what cancels its end. */
  idle: Map<Instance, () => void>;
  busy: Set<Instance>;
  /** Invocations of each function that run or wait for a thread. */
  concurrency: Map<string, number>;
  waiting: (() => void)[];
  written: Promise<URL> | undefined;
  stats: InvocationStats;
  closed: boolean;
}

export function createPool(options: PoolOptions): Pool {
  const state: State = {
    ...options,
    idle: new Map(),
    busy: new Set(),
    concurrency: new Map(),
    waiting: [],
    written: undefined,
    stats: { invocations: {}, coldStarts: {} },
    closed: false,
  };
  return {
    run: (record, requestId, payload) => run(state, record, requestId, payload),
    stats: () => structuredClone(state.stats),
    async close() {
      state.closed = true;
      await Promise.all([...state.idle.keys(), ...state.busy].map((instance) => drop(state, instance)));
    },
  };
}

async function run(state: State, record: FunctionRecord, requestId: string, payload: string): Promise<Outcome> {
  const running = state.concurrency.get(record.name) ?? 0;
  if (running >= (record.reservedConcurrency ?? Number.POSITIVE_INFINITY)) throw tooManyRequests();
  state.concurrency.set(record.name, running + 1);
  count(state.stats.invocations, record.name);
  try {
    const instance = await acquire(state, record);
    try {
      return await runOn(instance, requestId, payload);
    } finally {
      giveBack(state, instance);
    }
  } finally {
    state.concurrency.set(record.name, (state.concurrency.get(record.name) ?? 1) - 1);
  }
}

async function runOn(instance: Instance, requestId: string, payload: string): Promise<Outcome> {
  const initError = await instance.ready;
  if (!initError) return await instance.invoke(requestId, payload);
  await instance.stop();
  return { functionError: initError };
}

async function acquire(state: State, record: FunctionRecord): Promise<Instance> {
  state.written ??= state.program();
  const program = await state.written;
  while (state.busy.size >= MAX_INSTANCES) {
    await new Promise<void>((resolve) => state.waiting.push(resolve));
  }
  // Nobody would end a thread that starts after the end.
  if (state.closed) throw tooManyRequests();
  const instance = takeIdle(state, record) ?? startNew(state, record, program);
  state.busy.add(instance);
  return instance;
}

/** The one that was used last: those that only a burst needed stay idle, and end. */
function takeIdle(state: State, record: FunctionRecord): Instance | undefined {
  for (const [instance, cancelIdle] of [...state.idle].reverse()) {
    if (instance.record.name !== record.name) continue;
    if (instance.record.revisionId === record.revisionId && instance.isAlive()) {
      cancelIdle();
      state.idle.delete(instance);
      return instance;
    }
    void drop(state, instance);
  }
  return undefined;
}

function startNew(state: State, record: FunctionRecord, program: URL): Instance {
  const [oldest] = state.idle.keys();
  if (oldest && state.idle.size + state.busy.size >= MAX_INSTANCES) void drop(state, oldest);
  count(state.stats.coldStarts, record.name);
  const env = functionEnvironment(record, state.endpointUrl(), logStream(state.clock.now()));
  const { clock } = state;
  return startInstance({ record, program, env, clock, onLine: (line) => state.onLine(record.name, line) });
}

function giveBack(state: State, instance: Instance): void {
  state.busy.delete(instance);
  if (instance.isAlive() && !state.closed) {
    const cancelIdle = state.clock.at(state.clock.now() + IDLE_MS, () => void drop(state, instance));
    state.idle.set(instance, cancelIdle);
  }
  state.waiting.shift()?.();
}

function drop(state: State, instance: Instance): Promise<void> {
  state.idle.get(instance)?.();
  state.idle.delete(instance);
  return instance.stop();
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

const logStream = (now: number): string =>
  `${new Date(now).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
