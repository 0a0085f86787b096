import type * as aws from '@aws-sdk/client-ecs';
import { arn } from '../account.ts';
import type { EcsContext } from './ecs-context.ts';
import { invalidParameter, refuseUnsupported } from './errors.ts';
import { findCluster, findService, lastPart, seekTask } from './find.ts';
import { page } from './page.ts';
import type { TaskRecord } from './records.ts';
import { runTask } from './run-task.ts';
import { stopTask } from './stop-task.ts';
import { viewTask } from './view-task.ts';

/** RunTask, StopTask, ListTasks and DescribeTasks. */
export function taskOperations(ecs: EcsContext) {
  return {
    RunTask: (input: aws.RunTaskCommandInput) => runTask(ecs, input),
    StopTask(input: aws.StopTaskCommandInput) {
      const task = seekTask(ecs.store, findCluster(ecs.store, input.cluster), input.task ?? '');
      if (!task) throw invalidParameter('The referenced task was not found.');
      stopTask(ecs, task.arn, 'UserInitiated', input.reason ?? 'Task stopped by user');
      return { task: viewTask(ecs.store, ecs.store.tasks.get(task.arn) ?? task) };
    },
    ListTasks(input: aws.ListTasksCommandInput) {
      const { items, ...more } = page(listTasks(ecs, input), input);
      return { taskArns: items.map((task) => task.arn), ...more };
    },
    DescribeTasks: (input: aws.DescribeTasksCommandInput) => describeTasks(ecs, input),
  };
}

function listTasks(ecs: EcsContext, input: aws.ListTasksCommandInput): TaskRecord[] {
  const filters = ['family', 'startedBy', 'serviceName', 'desiredStatus', 'launchType'];
  refuseUnsupported(input, ['cluster', 'maxResults', 'nextToken', ...filters]);
  const cluster = findCluster(ecs.store, input.cluster);
  const service =
    input.serviceName === undefined ? undefined : findService(ecs.store, input.cluster, input.serviceName);
  const family = (task: TaskRecord): string => lastPart(task.taskDefinition).replace(/:\d+$/, '');
  return ecs.store.tasks
    .list()
    .filter((task) => task.clusterArn === cluster.arn && task.desiredStatus === (input.desiredStatus ?? 'RUNNING'))
    .filter((task) => service === undefined || task.serviceArn === service.arn)
    .filter((task) => input.startedBy === undefined || task.startedBy === input.startedBy)
    .filter((task) => input.family === undefined || family(task) === input.family);
}

function describeTasks(ecs: EcsContext, input: aws.DescribeTasksCommandInput) {
  const cluster = findCluster(ecs.store, input.cluster);
  if ((input.tasks ?? []).length > 100) throw invalidParameter('At most 100 tasks can be described at once.');
  const tasks: aws.Task[] = [];
  const failures: aws.Failure[] = [];
  for (const name of input.tasks ?? []) {
    const found = seekTask(ecs.store, cluster, name);
    if (!found) failures.push({ arn: arn('ecs', `task/${cluster.name}/${lastPart(name)}`), reason: 'MISSING' });
    else
      tasks.push({ ...viewTask(ecs.store, found), ...(input.include?.includes('TAGS') ? { tags: found.tags } : {}) });
  }
  return { tasks, failures };
}
