import type { JsonObject } from '../json.ts';
import type { Definition } from '../language/definition.ts';
import type { Failure } from '../language/failure.ts';
import type { Frame } from './frame.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** One execution as it is stored. Times are epoch ms; `input` and `output` are JSON texts. */
export interface Execution extends Failure {
  arn: string;
  name: string;
  status: ExecutionStatus;
  machine: {
    arn: string;
    name: string;
    roleArn: string;
    revision: string | undefined;
    updatedAt: number;
    /** The version it runs, and the alias it was started by; absent when it was started by the machine's own ARN. */
    versionArn?: string;
    aliasArn?: string;
  };
  /** Which stored definition it runs on: updates of the machine do not reach it. */
  definitionHash: string;
  input: string;
  output?: string;
  startedAt: number;
  stoppedAt?: number;
  /** When TimeoutSeconds of the machine is up. */
  deadline?: number;
  lastEvent: number;
  redriveCount: number;
  redrivenAt?: number;
  /** The client token of the last redrive: asked for again, it is the same redrive. */
  redriveToken?: string;
  traceHeader?: string;
}

/** One history event. `details` are the members of AWS's `...EventDetails` for its type. */
export interface HistoryEvent {
  id: number;
  type: string;
  previous: number;
  time: number;
  details: JsonObject;
}

/** A running execution in memory: what is stored, and its compiled definition. */
export interface LiveExecution {
  execution: Execution;
  definition: Definition;
  frames: Map<string, Frame>;
}
