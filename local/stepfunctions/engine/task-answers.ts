import { resourceOf } from '../integration.ts';
import type { Json } from '../json.ts';
import { ERRORS, type Failure } from '../language/failure.ts';
import { type Frame, type Outcome, type TaskRun, taskOf } from './frame.ts';
import { isTooLarge, tooLarge } from './payload.ts';
import { putFrame, recordFor, stateOf, type Turn } from './turn.ts';

/** What the world did to a task. Each is committed before anything is built on it. */
export type TaskNews =
  | { kind: 'succeeded'; output: Json }
  | { kind: 'failed'; failure: Failure; event: 'TaskFailed' | 'TaskStartFailed' | 'TaskSubmitFailed' }
  | { kind: 'submitted'; output: Json; jobId: string | undefined };

/** The frame that still waits for this attempt of its task, or undefined when it has moved on. */
export function waitingFrame(frames: ReadonlyMap<string, Frame>, id: string, key: string): Frame | undefined {
  const frame = frames.get(id);
  return frame && taskOf(frame.phase)?.key === key ? frame : undefined;
}

/** Writes the news into the frame and its history. */
export function noteTaskNews(turn: Turn, frame: Frame, task: TaskRun, news: TaskNews): void {
  const names = namesOf(turn, frame);
  if (news.kind === 'failed') {
    const { alias: _, ...details } = news.failure;
    settle(turn, recordFor(turn, frame, news.event, { ...names, ...details }), { failure: news.failure });
    return;
  }
  const output = JSON.stringify(news.output);
  if (isTooLarge(output)) {
    const failure = { error: ERRORS.dataLimitExceeded, cause: tooLarge(names.resourceType) };
    settle(turn, recordFor(turn, frame, 'TaskFailed', { ...names, ...failure }), { failure });
    return;
  }
  if (news.kind === 'succeeded') {
    settle(turn, recordFor(turn, frame, 'TaskSucceeded', { ...names, output }), { result: news.output });
    return;
  }
  const submitted = recordFor(turn, frame, 'TaskSubmitted', { ...names, output });
  const { jobId } = news;
  const phase =
    jobId === undefined ? { kind: 'awaiting-token' as const, task } : { kind: 'awaiting-job' as const, task, jobId };
  putFrame(turn, { ...submitted, phase });
}

/** A heartbeat: the next one is due HeartbeatSeconds from now. */
export function noteHeartbeat(turn: Turn, frame: Frame): void {
  const { phase } = frame;
  if (!('task' in phase) || phase.task.heartbeatSeconds === undefined) return;
  const heartbeatAt = turn.now + phase.task.heartbeatSeconds * 1000;
  putFrame(turn, { ...frame, phase: { ...phase, task: { ...phase.task, heartbeatAt } } });
}

const settle = (turn: Turn, frame: Frame, outcome: Outcome): void =>
  void putFrame(turn, { ...frame, phase: { kind: 'settled', outcome } });

function namesOf(turn: Turn, frame: Frame): { resourceType: string; resource: string } {
  const state = stateOf(turn, frame);
  return resourceOf(state.type === 'Task' ? state.resource : '');
}
