import type { Json, JsonObject } from '../json.ts';
import type { Failure } from '../language/failure.ts';

/**
 * A place where an execution stands. The root frame walks the states of the machine; a Parallel or Map adds one child frame per
 * branch or iteration. Frames are data and the only holder of progress: what is not in a frame is lost in a crash.
 */
export interface Frame {
  /** `0` is the root; the third child of `0` is `0.2`. */
  id: string;
  parent: string | undefined;
  index: number;
  /** Name of the state it stands at. */
  state: string;
  input: Json;
  /** What Assign left behind in this scope; outer scopes are the ancestors' variables. */
  variables: JsonObject;
  /** The Map item of an iteration, for `$states.context.Map.Item`. */
  item: { Index: number; Value: Json } | undefined;
  phase: Phase;
  /** How often each retrier of the current state has been used. */
  retries: number[];
  /** Epoch ms. */
  enteredAt: number;
  /** Event ids: of the last event of this chain, of the state's Entered event, and of the one before it. */
  lastEvent: number;
  enteredEvent: number;
  beforeEntered: number;
}

/** A task that has been scheduled. Times are epoch ms. */
export interface TaskRun {
  arguments: Json;
  /** Given to a job as its idempotency key, and part of the token. */
  key: string;
  token: string | undefined;
  timeoutAt: number | undefined;
  heartbeatAt: number | undefined;
  heartbeatSeconds: number | undefined;
  /** The role that it is done by, where that is not the machine's own. */
  roleArn?: string;
}

export type Outcome = { result: Json } | { failure: Failure };

/**
 * What a frame does next. `entering`, `starting` and `settled` are ready: the engine moves them on at once.
 * `calling`, `awaiting-token` and `awaiting-job` wait for the world, `sleeping` and `backing-off` for time, `children` for its
 * children; `queued`, `done`, `failed` and `aborted` belong to a child whose parent decides.
 */
export type Phase =
  | { kind: 'entering' }
  /** Like `entering`, for a state that has been entered before: after a back-off and in a redrive. */
  | { kind: 'starting' }
  /** `resume` is set when it was the children that failed, not the state itself. */
  | { kind: 'settled'; outcome: Outcome; resume?: Resume }
  | { kind: 'calling'; task: TaskRun }
  | { kind: 'awaiting-token'; task: TaskRun }
  | { kind: 'awaiting-job'; task: TaskRun; jobId: string }
  | { kind: 'sleeping'; until: number }
  | { kind: 'backing-off'; until: number }
  | { kind: 'children'; total: number; concurrency: number; tolerated: number }
  | { kind: 'queued'; resume: Resume }
  | { kind: 'done'; output: Json }
  | { kind: 'failed'; failure: Failure; resume: Resume }
  | { kind: 'aborted'; resume: Resume };

/** Where a redrive takes a failed or aborted frame up again. A container whose children failed goes back to them. */
export type Resume = Extract<Phase, { kind: 'entering' | 'starting' | 'children' | 'sleeping' }>;

export const ROOT = '0';

export const childId = (parent: string, index: number): string => `${parent}.${index}`;

export const isReady = ({ kind }: Phase): boolean => kind === 'entering' || kind === 'starting' || kind === 'settled';

/** Where a frame that is stopped in this phase is taken up again. */
export function resumeOf(phase: Phase): Resume {
  switch (phase.kind) {
    case 'entering':
    case 'children':
    case 'sleeping':
      return phase;
    case 'queued':
    case 'failed':
    case 'aborted':
      return phase.resume;
    case 'settled':
      return phase.resume ?? { kind: 'starting' };
    default:
      return { kind: 'starting' };
  }
}

/** The task of a frame that waits for its answer, whatever the kind. */
export const taskOf = (phase: Phase): TaskRun | undefined => ('task' in phase ? phase.task : undefined);

/** When time alone moves the frame on (epoch ms), or undefined. */
export function dueAt(phase: Phase): number | undefined {
  if ('until' in phase) return phase.until;
  const task = taskOf(phase);
  if (!task) return undefined;
  const due = Math.min(task.timeoutAt ?? Number.POSITIVE_INFINITY, task.heartbeatAt ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(due) ? due : undefined;
}

export function newFrame(id: string, state: string, input: Json): Frame {
  return {
    id,
    parent: undefined,
    index: 0,
    state,
    input,
    variables: {},
    item: undefined,
    phase: { kind: 'entering' },
    retries: [],
    enteredAt: 0,
    lastEvent: 0,
    enteredEvent: 0,
    beforeEntered: 0,
  };
}
