import { randomUUID } from 'node:crypto';
import * as aws from '@aws-sdk/client-ecs';
import { arn } from '../account.ts';
import { resolve } from './begin-deployment.ts';
import { announce } from './change-task.ts';
import type { EcsContext } from './ecs-context.ts';
import { invalidParameter, refuseUnsupported } from './errors.ts';
import { findCluster, findTaskDefinition } from './find.ts';
import type { ClusterRecord, TaskDefinitionRecord, TaskRecord } from './records.ts';
import { launchAfterCommit } from './schedule-service.ts';
import { viewTask } from './view-task.ts';

const SUPPORTED = [
  ...['cluster', 'taskDefinition', 'count', 'group', 'startedBy', 'clientToken', 'overrides', 'tags'],
  ...['launchType', 'capacityProviderStrategy', 'networkConfiguration', 'platformVersion', 'enableECSManagedTags'],
  ...['propagateTags', 'enableExecuteCommand'],
];

/**
 * RunTask. The same client token with the same request gives the same tasks (they are never started twice); with another
 * request it is a ConflictException naming them.
 */
export async function runTask(
  ecs: EcsContext,
  input: aws.RunTaskCommandInput,
): Promise<{ tasks: aws.Task[]; failures: aws.Failure[] }> {
  const { definition, cluster } = validate(ecs, input);
  const image = definition.registered.containerDefinitions?.[0]?.image ?? '';
  const digest = await resolve(ecs, image);
  const earlier = repeated(ecs, cluster, input);
  if (earlier) return { tasks: earlier.map((task) => viewTask(ecs.store, task)), failures: [] };
  const tasks = Array.from({ length: input.count ?? 1 }, () =>
    newTask(ecs, cluster, definition, input, { image, digest }),
  );
  ecs.store.commit(() => {
    for (const task of tasks) {
      ecs.store.tasks.put(task);
      announce(ecs, task);
    }
    if (input.clientToken === undefined) return;
    const request = JSON.stringify(input);
    ecs.store.runTokens.put({
      arn: tokenKey(cluster, input.clientToken),
      request,
      tasks: tasks.map((task) => task.arn),
    });
  });
  for (const task of tasks) launchAfterCommit(ecs, task.arn);
  return { tasks: tasks.map((task) => viewTask(ecs.store, task)), failures: [] };
}

const tokenKey = (cluster: ClusterRecord, token: string): string => `${cluster.arn} ${token}`;

function validate(ecs: EcsContext, input: aws.RunTaskCommandInput) {
  refuseUnsupported(input, SUPPORTED);
  const cluster = findCluster(ecs.store, input.cluster);
  const definition = findTaskDefinition(ecs.store, input.taskDefinition);
  const { count = 1, overrides = {}, clientToken = '' } = input;
  if (!Number.isInteger(count) || count < 1 || count > 10) throw invalidParameter('count must be between 1 and 10.');
  if (clientToken.length > 64) throw invalidParameter('clientToken must be at most 64 characters.');
  refuseUnsupported(
    overrides,
    ['containerOverrides', 'cpu', 'memory', 'taskRoleArn', 'executionRoleArn'],
    'overrides.',
  );
  const container = definition.registered.containerDefinitions?.[0]?.name;
  for (const override of overrides.containerOverrides ?? []) {
    refuseUnsupported(override, ['name', 'command', 'environment', 'cpu', 'memory'], 'overrides.containerOverrides[].');
    if (override.name !== container)
      throw invalidParameter(`Override for container named ${override.name} is not a container in the TaskDefinition.`);
  }
  return { cluster, definition };
}

function repeated(ecs: EcsContext, cluster: ClusterRecord, input: aws.RunTaskCommandInput): TaskRecord[] | undefined {
  const known =
    input.clientToken === undefined ? undefined : ecs.store.runTokens.get(tokenKey(cluster, input.clientToken));
  if (!known) return undefined;
  if (known.request !== JSON.stringify(input)) {
    const message = 'The client token was used before with other parameters.';
    throw new aws.ConflictException({ message, resourceIds: known.tasks, $metadata: {} });
  }
  return known.tasks.flatMap((taskArn) => ecs.store.tasks.get(taskArn) ?? []);
}

function newTask(
  ecs: EcsContext,
  cluster: ClusterRecord,
  definition: TaskDefinitionRecord,
  input: aws.RunTaskCommandInput,
  { image, digest }: { image: string; digest: string | undefined },
): TaskRecord {
  return {
    arn: arn('ecs', `task/${cluster.name}/${randomUUID().replaceAll('-', '')}`),
    clusterArn: cluster.arn,
    taskDefinition: definition.arn,
    image,
    ...(digest === undefined ? {} : { digest }),
    group: input.group ?? `family:${definition.family}`,
    ...(input.startedBy === undefined ? {} : { startedBy: input.startedBy }),
    ...(input.overrides === undefined ? {} : { overrides: input.overrides }),
    tags: [...(input.propagateTags === 'TASK_DEFINITION' ? definition.tags : []), ...(input.tags ?? [])],
    lastStatus: 'PENDING',
    desiredStatus: 'RUNNING',
    wasHealthy: false,
    version: 1,
    createdAt: ecs.clock.now(),
  };
}
