import type { RunTaskRequest, RunTaskResponse, Task } from '@aws-sdk/client-ecs';
import { type Integrations, type JobOutcome, type TaskCredentials, TaskError } from '../integration.ts';
import { ERRORS } from '../language/failure.ts';
import { toCamelCase, toPascalCase } from './member-case.ts';
import { serviceError } from './service-error.ts';

export interface EcsPort {
  /** The same `clientToken` gives the same task. */
  runTask(input: RunTaskRequest, credentials?: TaskCredentials): Promise<RunTaskResponse>;
  describeTask(taskArn: string): Promise<Task | undefined>;
  stopTask(taskArn: string): Promise<void>;
  /** Tells the ARN of each task that changed. Returns the unsubscriber. */
  onChange(listener: (taskArn: string) => void): () => void;
}

/**
 * `ecs:runTask.sync`: runs one task and waits until it has stopped. A container that did not exit with 0 is States.TaskFailed, with
 * the task as JSON in the Cause. https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
 */
export function ecsRunTaskSync(port: EcsPort): Integrations {
  return {
    'arn:aws:states:::ecs:runTask.sync': {
      takesCredentials: true,
      async start(args, clientToken, { credentials }) {
        const startedBy = 'AWS Step Functions';
        const input = { startedBy, ...(toCamelCase(args) as object), clientToken } as RunTaskRequest;
        const response = await port.runTask(input, credentials).catch((error: unknown) => {
          throw serviceError('ECS', error);
        });
        const jobId = response.tasks?.[0]?.taskArn;
        if (!jobId)
          throw new TaskError('ECS.AmazonECSException', JSON.stringify(toPascalCase(response.failures ?? [])));
        const { failures = [], tasks = [] } = response;
        return { jobId, output: { Failures: toPascalCase(failures), Tasks: toPascalCase(tasks) } };
      },
      settled: async (taskArn) => outcomeOf(await port.describeTask(taskArn)),
      stop: (taskArn) => port.stopTask(taskArn),
      changed: (listener) => port.onChange(listener),
    },
  };
}

function outcomeOf(task: Task | undefined): JobOutcome | undefined {
  if (!task) return { error: ERRORS.taskFailed, cause: 'The task does not exist any more.' };
  if (task.lastStatus !== 'STOPPED') return undefined;
  const output = toPascalCase(task);
  const isGood = (task.containers ?? []).every(({ exitCode }) => exitCode === 0);
  return isGood ? { output } : { error: ERRORS.taskFailed, cause: JSON.stringify(output) };
}
