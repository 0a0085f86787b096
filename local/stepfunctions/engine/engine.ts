import type { Emit } from '#local/eventbridge/aws-event.ts';
import type { Clock } from '#local/time/clock.ts';
import type { Integrations } from '../integration.ts';
import type { Definition } from '../language/definition.ts';
import type { Sources } from '../language/extra-functions.ts';
import type { Store } from '../store/store.ts';
import type { Execution, LiveExecution } from './execution.ts';
import { newFrame, ROOT } from './frame.ts';
import { statusEvent } from './status-event.ts';
import { createWorker, release, resume } from './worker.ts';
import type { Worker, WorkerDeps } from './worker-state.ts';

export interface EngineDeps {
  store: Store;
  clock: Clock;
  emit: Emit;
  integrations: Integrations;
  sources: Sources;
  /** The compiled definition of a hash. */
  definitionOf(hash: string): Definition;
}

/** Runs executions. What it holds in memory can be lost at any moment: the store has it all. */
export interface Engine {
  start(): void;
  close(): Promise<void>;
  /** Resolves when nothing can proceed without time or an outside answer. */
  idle(): Promise<void>;
  /** Stores a new execution and lets it run. */
  begin(execution: Execution): void;
  /** The worker of a running execution; undefined when it is not running. */
  running(arn: string): Worker | undefined;
  /** A worker for an execution that has ended, to redrive it. */
  revive(execution: Execution): Worker;
}

export function createEngine(deps: EngineDeps): Engine {
  const { store, clock, emit } = deps;
  const workers = new Map<string, Worker>();
  let started = false;
  let activity = 0;

  const workerDeps: WorkerDeps = {
    ...deps,
    isStarted: () => started,
    onCommit(worker) {
      activity += 1;
      if (worker.live.execution.status !== 'RUNNING') workers.delete(worker.live.execution.arn);
      else workers.set(worker.live.execution.arn, worker);
      if (started) store.outbox.flush(emit);
    },
  };
  const open = (execution: Execution): Worker => createWorker(workerDeps, load(deps, execution));
  const adopt = (execution: Execution): Worker => {
    const worker = open(execution);
    workers.set(execution.arn, worker);
    if (started) resume(worker);
    return worker;
  };

  return {
    start() {
      started = true;
      store.outbox.flush(emit);
      for (const execution of store.executions.running()) if (!workers.has(execution.arn)) adopt(execution);
      for (const worker of workers.values()) resume(worker);
    },
    async close() {
      started = false;
      for (const worker of workers.values()) release(worker);
      await Promise.all([...workers.values()].map(({ lane }) => lane.busy()));
      workers.clear();
    },
    idle: () => settle(workers, () => activity),
    begin(execution) {
      create(store, execution, deps.definitionOf(execution.definitionHash).startAt, clock.now());
      activity += 1;
      if (started) store.outbox.flush(emit);
      adopt(execution);
    },
    running(arn) {
      const worker = workers.get(arn);
      if (worker) return worker;
      const execution = store.executions.get(arn);
      return execution?.status === 'RUNNING' ? adopt(execution) : undefined;
    },
    revive: open,
  };
}

function load({ store, definitionOf }: EngineDeps, execution: Execution): LiveExecution {
  const frames = new Map(store.executions.frames(execution.arn).map((frame) => [frame.id, frame]));
  return { execution, frames, definition: definitionOf(execution.definitionHash) };
}

function create(store: Store, execution: Execution, startAt: string, now: number): void {
  const { arn, input, machine } = execution;
  store.commit(() => {
    store.executions.create(execution);
    const details = { input, roleArn: machine.roleArn };
    store.history.append(arn, { id: 1, type: 'ExecutionStarted', previous: 0, time: now, details });
    store.executions.putFrame(arn, { ...newFrame(ROOT, startAt, JSON.parse(input)), lastEvent: 1 });
    store.outbox.add(statusEvent(execution, now));
  });
}

/** Waits until no lane is busy, and stays so while everything that is already resolved runs on. */
async function settle(workers: ReadonlyMap<string, Worker>, activity: () => number): Promise<void> {
  for (;;) {
    const before = activity();
    await Promise.all([...workers.values()].map(({ lane }) => lane.busy()));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const isBusy = [...workers.values()].some(({ lane }) => lane.busy());
    if (!isBusy && activity() === before) return;
  }
}
