import type { Clock } from '#local/time/clock.ts';
import {
  type CallIntegration,
  type Integration,
  type Integrations,
  isJob,
  type JobIntegration,
  waitsForToken,
} from '../integration.ts';
import { ERRORS, type Failure } from '../language/failure.ts';
import type { TaskRun } from './frame.ts';
import type { TaskNews } from './task-answers.ts';

export interface TaskOrder {
  integrations: Integrations;
  resource: string;
  executionArn: string;
  stateName: string;
  machineArn: string;
  task: TaskRun;
  signal: AbortSignal;
  /** Takes the news; says whether anybody still waited for it. */
  report(news: TaskNews): Promise<boolean>;
}

/** Makes the call of a scheduled task and reports what came of it. Never rejects. */
export async function runTask(order: TaskOrder): Promise<void> {
  const integration = order.integrations[order.resource];
  if (!integration) {
    const failure = { error: ERRORS.runtime, cause: `No integration for ${order.resource} is installed.` };
    await order.report({ kind: 'failed', failure, event: 'TaskStartFailed' });
  } else if (order.task.roleArn && !integration.takesCredentials) {
    const cause = `${order.resource} takes no Credentials here.`;
    await order.report({ kind: 'failed', failure: { error: ERRORS.runtime, cause }, event: 'TaskStartFailed' });
  } else if (isJob(integration)) await startJob(order, integration);
  else await call(order, integration);
}

async function call(order: TaskOrder, integration: CallIntegration): Promise<void> {
  const { executionArn, stateName, signal, task } = order;
  const isCallback = waitsForToken(order.resource);
  let news: TaskNews;
  try {
    const output = await integration.call(task.arguments, { executionArn, stateName, signal });
    news = isCallback ? { kind: 'submitted', output, jobId: undefined } : { kind: 'succeeded', output };
  } catch (error) {
    news = { kind: 'failed', failure: failureOf(error), event: 'TaskFailed' };
  }
  await order.report(news);
}

async function startJob(order: TaskOrder, integration: JobIntegration): Promise<void> {
  let jobId: string | undefined;
  let news: TaskNews;
  try {
    const { arguments: args, key, roleArn } = order.task;
    const credentials = roleArn ? { roleArn, externalId: order.machineArn } : undefined;
    const started = await integration.start(args, key, { executionArn: order.executionArn, credentials });
    jobId = started.jobId;
    news = { kind: 'submitted', output: started.output, jobId };
  } catch (error) {
    news = { kind: 'failed', failure: failureOf(error), event: 'TaskSubmitFailed' };
  }
  const wanted = await order.report(news);
  if (!wanted && jobId !== undefined) stopJob(integration, jobId);
}

/** Stops a job nobody waits for any more. Best effort, as on AWS. */
export function stopJob(integration: Integration | undefined, jobId: string): void {
  if (integration && isJob(integration)) integration.stop(jobId).catch(() => undefined);
}

/** Jobs are looked at this often, in case a change was not told (or there is nobody to tell it). */
const POLL_MS = { told: 60_000, untold: 5_000 };

export interface JobOrder {
  integration: JobIntegration;
  jobId: string;
  clock: Clock;
  signal: AbortSignal;
  report(news: TaskNews): Promise<boolean>;
}

/** Watches a job until it settles, and reports that. Stops when the signal aborts. */
export function watchJob(order: JobOrder): void {
  const { integration, jobId, clock, signal } = order;
  let cancelPoll = (): void => undefined;
  const stop = (): void => {
    cancelPoll();
    unsubscribe?.();
  };
  const look = async (): Promise<void> => {
    cancelPoll();
    if (signal.aborted) return;
    cancelPoll = clock.at(clock.now() + (integration.changed ? POLL_MS.told : POLL_MS.untold), look);
    const outcome = await integration.settled(jobId).catch(() => undefined);
    if (!outcome || signal.aborted) return;
    stop();
    await order.report(
      'output' in outcome
        ? { kind: 'succeeded', output: outcome.output }
        : { kind: 'failed', failure: outcome, event: 'TaskFailed' },
    );
  };
  const unsubscribe = integration.changed?.((changed) => {
    if (changed === jobId) void look();
  });
  signal.addEventListener('abort', stop, { once: true });
  void look();
}

function failureOf(thrown: unknown): Failure {
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { error: name, ...(message === '' ? {} : { cause: message }) };
}
