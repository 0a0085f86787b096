import { advance } from './advance.ts';
import { closeExecution } from './close-execution.ts';
import { commitTurn } from './commit-turn.ts';
import type { LiveExecution } from './execution.ts';
import { followDeadline, followFrame, leaveFrame } from './follow-frame.ts';
import { dueAt, type Frame, isReady } from './frame.ts';
import { createLane } from './lane.ts';
import { limitHistory } from './limit-history.ts';
import { beginTurn, record, type Turn } from './turn.ts';
import type { Worker, WorkerDeps } from './worker-state.ts';

export function createWorker(deps: WorkerDeps, live: LiveExecution): Worker {
  const lane = createLane(() => step(worker));
  const worker: Worker = { deps, live, lane, ready: new Set(), timers: new Map(), calls: new Map() };
  return worker;
}

/** Makes a change from outside; it is committed when the promise resolves. A throwing change leaves no trace. */
export function change<T>(worker: Worker, make: (turn: Turn) => T): Promise<T> {
  return worker.lane.submit(() => {
    const turn = begin(worker);
    const result = make(turn);
    commit(worker, turn);
    return result;
  });
}

/** Takes up everything the frames say is to be done: after a start, and after a restart. */
export function resume(worker: Worker): void {
  for (const id of worker.live.frames.keys()) follow(worker, id);
  followDeadline(worker, () => void change(worker, timeOut));
  worker.lane.wake();
}

/** Lets go of timers and calls in flight. Nothing is lost: the frames still say what is to be done. */
export function release({ timers, calls, ready }: Worker): void {
  for (const cancel of timers.values()) cancel();
  for (const controller of calls.values()) controller.abort();
  timers.clear();
  calls.clear();
  ready.clear();
}

const begin = ({ deps, live }: Worker): Turn => beginTurn(live, deps.clock.now(), deps.sources);

async function step(worker: Worker): Promise<boolean> {
  const frame = nextReady(worker);
  if (!frame) return false;
  const turn = begin(worker);
  try {
    await advance(turn, frame);
    if (worker.deps.isStarted()) commit(worker, turn);
  } catch (error) {
    failByDefect(worker, error as Error);
  }
  return true;
}

function nextReady({ deps, live, ready }: Worker): Frame | undefined {
  if (!deps.isStarted() || live.execution.status !== 'RUNNING') return undefined;
  for (const id of ready) {
    ready.delete(id);
    const frame = live.frames.get(id);
    if (frame && (isReady(frame.phase) || isDue(frame, deps.clock.now()))) return frame;
  }
  return undefined;
}

const isDue = (frame: Frame, now: number): boolean => (dueAt(frame.phase) ?? Number.POSITIVE_INFINITY) <= now;

function commit(worker: Worker, made: Turn): void {
  const { live, deps } = worker;
  if (made.changed.size === 0 && made.execution === live.execution) return;
  const turn = limitHistory(made);
  const before = [...turn.changed.keys()].map((id) => ({ id, frame: live.frames.get(id) }));
  commitTurn(deps.store, turn);
  for (const { id, frame } of before) leaveFrame(worker, id, frame);
  if (deps.isStarted()) {
    for (const { id } of before) follow(worker, id);
    followDeadline(worker, () => void change(worker, timeOut));
  }
  deps.onCommit(worker);
}

const follow = (worker: Worker, id: string): void => followFrame(worker, id, (make) => change(worker, make));

function timeOut(turn: Turn): void {
  const { status, deadline } = turn.execution;
  if (status !== 'RUNNING' || deadline === undefined || deadline > turn.now) return;
  record(turn, 'ExecutionTimedOut', 0);
  closeExecution(turn, 'TIMED_OUT', {});
}

/** A defect must not leave an execution hanging that looks as if it ran. */
function failByDefect(worker: Worker, error: Error): void {
  console.error(error);
  const turn = begin(worker);
  const failure = { error: 'States.Runtime', cause: `The interpreter failed: ${error.message}` };
  record(turn, 'ExecutionFailed', turn.execution.lastEvent, failure);
  closeExecution(turn, 'FAILED', failure);
  commit(worker, turn);
}
