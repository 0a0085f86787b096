import { isJob } from '../integration.ts';
import type { TaskState } from '../language/definition.ts';
import { dueAt, type Frame, isReady, type TaskRun, taskOf } from './frame.ts';
import { runTask, stopJob, watchJob } from './run-task.ts';
import { noteTaskNews, type TaskNews, waitingFrame } from './task-answers.ts';
import type { Turn } from './turn.ts';
import type { Worker } from './worker-state.ts';

type Change = <T>(make: (turn: Turn) => T) => Promise<T>;

/** Does what the phase of a committed frame asks for: queue it, arm its timer, make its call, watch its job. */
export function followFrame(worker: Worker, id: string, change: Change): void {
  const { live, deps, ready, timers, calls, lane } = worker;
  const frame = live.frames.get(id);
  if (!frame || live.execution.status !== 'RUNNING') return;
  if (isReady(frame.phase)) ready.add(id);
  const due = dueAt(frame.phase);
  const wake = (): void => {
    ready.add(id);
    lane.wake();
  };
  if (due !== undefined) timers.set(id, deps.clock.at(due, wake));
  const state = live.definition.states.get(frame.state);
  const task = taskOf(frame.phase);
  if (task && state?.type === 'Task' && !calls.has(id)) followTask(worker, frame, state, task, change);
}

function followTask(worker: Worker, frame: Frame, state: TaskState, task: TaskRun, change: Change): void {
  const { deps, live, calls } = worker;
  if (frame.phase.kind === 'awaiting-token') return;
  const controller = new AbortController();
  calls.set(frame.id, controller);
  const { signal } = controller;
  const report = reporter(worker, frame.id, task.key, signal, change);
  if (frame.phase.kind === 'awaiting-job') {
    const integration = deps.integrations[state.resource];
    const { jobId } = frame.phase;
    if (integration && isJob(integration)) watchJob({ integration, jobId, clock: deps.clock, signal, report });
    return;
  }
  const { integrations } = deps;
  const about = {
    executionArn: live.execution.arn,
    stateName: state.name,
    resource: state.resource,
    machineArn: live.execution.machine.arn,
  };
  void runTask({ ...about, integrations, task, signal, report });
}

/** Takes the news of one attempt of a task. News that nobody waits for any more changes nothing. */
function reporter({ live }: Worker, id: string, key: string, signal: AbortSignal, change: Change) {
  return async (news: TaskNews): Promise<boolean> => {
    if (signal.aborted) return false;
    return change((turn) => {
      const frame = waitingFrame(live.frames, id, key);
      const task = frame && taskOf(frame.phase);
      if (!frame || !task || live.execution.status !== 'RUNNING') return false;
      noteTaskNews(turn, frame, task, news);
      return true;
    });
  };
}

/** Clears up after a frame that has moved on from `before`: its timer, and a call or job nobody waits for any more. */
export function leaveFrame(worker: Worker, id: string, before: Frame | undefined): void {
  const { live, timers, calls } = worker;
  timers.get(id)?.();
  timers.delete(id);
  const after = live.frames.get(id);
  const task = before && taskOf(before.phase);
  if (!task) return;
  const isSame = after && taskOf(after.phase)?.key === task.key;
  if (isSame && after.phase.kind === before.phase.kind) return;
  // An answered call may still be running, like a function that answers its own token: that one is let alone.
  if (!isSame && after?.phase.kind !== 'settled') abandon(worker, before);
  calls.delete(id);
}

function abandon({ live, deps, calls }: Worker, frame: Frame): void {
  calls.get(frame.id)?.abort();
  const state = live.definition.states.get(frame.state);
  if (frame.phase.kind === 'awaiting-job' && state?.type === 'Task') {
    stopJob(deps.integrations[state.resource], frame.phase.jobId);
  }
}

const DEADLINE = 'deadline';

/** Arms the timer of the machine's own TimeoutSeconds. */
export function followDeadline({ live, deps, timers }: Worker, timeOut: () => void): void {
  const { status, deadline } = live.execution;
  timers.get(DEADLINE)?.();
  timers.delete(DEADLINE);
  if (status === 'RUNNING' && deadline !== undefined) timers.set(DEADLINE, deps.clock.at(deadline, timeOut));
}
