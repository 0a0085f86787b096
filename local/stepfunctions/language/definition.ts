import type { Template } from './template.ts';

/** A state machine with every expression compiled. State names are unique in the whole machine, so one map holds them all. */
export interface Definition {
  startAt: string;
  timeoutSeconds: number | undefined;
  states: ReadonlyMap<string, State>;
}

export interface Retrier {
  errorEquals: string[];
  intervalSeconds: number;
  maxAttempts: number;
  backoffRate: number;
  maxDelaySeconds: number;
  jitter: boolean;
}

/** What a state, a choice rule and a catcher have in common: where to go, and what to leave behind. */
export interface Exit {
  /** Undefined ends the branch or the execution. */
  next: string | undefined;
  assign: Template | undefined;
  output: Template | undefined;
  /** Prefix of the fields in error messages: `Choices[1]/`. */
  field: string;
}

export interface Catcher extends Exit {
  errorEquals: string[];
}

interface Recovering {
  retry: Retrier[];
  catch: Catcher[];
}

interface Named extends Exit {
  name: string;
}

export interface PassState extends Named {
  type: 'Pass';
}

export interface TaskState extends Named, Recovering {
  type: 'Task';
  resource: string;
  arguments: Template | undefined;
  timeoutSeconds: Template | undefined;
  heartbeatSeconds: Template | undefined;
  credentials: Template | undefined;
}

export interface ChoiceState extends Named {
  type: 'Choice';
  rules: (Exit & { condition: Template })[];
  /** Where `Default` leads; undefined when there is none. */
  fallback: string | undefined;
}

export interface WaitState extends Named {
  type: 'Wait';
  seconds: Template | undefined;
  timestamp: Template | undefined;
}

export interface SucceedState extends Named {
  type: 'Succeed';
}

export interface FailState extends Named {
  type: 'Fail';
  error: Template | undefined;
  cause: Template | undefined;
}

export interface ParallelState extends Named, Recovering {
  type: 'Parallel';
  arguments: Template | undefined;
  /** StartAt of each branch. */
  branches: string[];
}

export interface MapState extends Named, Recovering {
  type: 'Map';
  items: Template | undefined;
  itemSelector: Template | undefined;
  maxConcurrency: Template | undefined;
  toleratedFailureCount: Template | undefined;
  toleratedFailurePercentage: Template | undefined;
  startAt: string;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

export type RecoveringState = TaskState | ParallelState | MapState;
