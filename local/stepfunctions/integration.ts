import type { Json } from './json.ts';

/** What a failed task reports: `Error` and `Cause` of the Amazon States Language. */
export class TaskError extends Error {
  constructor(name: string, cause?: string) {
    super(cause ?? '');
    this.name = name;
  }
}

export interface CallContext {
  executionArn: string;
  stateName: string;
  /** Aborts when nobody waits for the answer any more: timeout, StopExecution, a failed sibling. */
  signal: AbortSignal;
}

/**
 * A request/response integration, also used for its `.waitForTaskToken` form (the output of the call is then only
 * recorded, the answer comes by token). At least once: a call in flight during a crash is made again.
 * Throws `TaskError` to fail the task with a name that Retry and Catch can match.
 */
export interface CallIntegration extends Known {
  call(args: Json, context: CallContext): Promise<Json>;
}

/** As whom a task is done: Step Functions gives the machine's ARN as the external id. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-cross-acct-sync-pattern.html */
export interface TaskCredentials {
  roleArn: string;
  externalId: string;
}

interface Known {
  /** May be done by another role; without it, Credentials are refused. */
  takesCredentials?: true;
}

/** For whom a job is begun, and as whom when not as the machine itself. */
export interface JobContext {
  executionArn: string;
  credentials?: TaskCredentials | undefined;
}

export type JobOutcome = { output: Json } | { error: string; cause?: string };

/**
 * A `.sync` integration. The job id is committed before waiting: after a restart the same job is waited for. A crash between
 * `start` and that commit calls `start` again with the same key, which must then give the same job.
 */
export interface JobIntegration extends Known {
  start(args: Json, idempotencyKey: string, context: JobContext): Promise<{ jobId: string; output: Json }>;
  /** The outcome, or undefined while the job runs. */
  settled(jobId: string): Promise<JobOutcome | undefined>;
  stop(jobId: string): Promise<void>;
  /** Tells the listener the id of each job that may have settled. Without it, jobs are polled. Returns the unsubscriber. */
  changed?(listener: (jobId: string) => void): () => void;
}

export type Integration = CallIntegration | JobIntegration;

/** By the Resource ARN of a Task state: `arn:aws:states:::lambda:invoke`. */
export type Integrations = Record<string, Integration>;

export const isJob = (integration: Integration): integration is JobIntegration => 'start' in integration;

export const waitsForToken = (resource: string): boolean => resource.endsWith('.waitForTaskToken');

/** `arn:aws:states:::lambda:invoke.waitForTaskToken` -> resourceType `lambda`, resource `invoke.waitForTaskToken`, as in the history. */
export function resourceOf(arn: string): { resourceType: string; resource: string } {
  const [resourceType = '', resource = ''] = arn.split(':').slice(5);
  return { resourceType, resource };
}
