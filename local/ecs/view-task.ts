import type * as ecs from '@aws-sdk/client-ecs';
import { arn } from '../account.ts';
import { lastPart } from './find.ts';
import type { TaskRecord } from './records.ts';
import type { Store } from './store.ts';

const date = (time: number | undefined): Date | undefined => (time === undefined ? undefined : new Date(time));

/** A task as DescribeTasks shows it. */
export function viewTask(store: Store, task: TaskRecord): ecs.Task {
  const { registered } = store.taskDefinitions.get(task.taskDefinition) ?? {};
  return {
    taskArn: task.arn,
    clusterArn: task.clusterArn,
    taskDefinitionArn: task.taskDefinition,
    group: task.group,
    startedBy: task.startedBy,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    connectivity: 'CONNECTED',
    healthStatus: 'UNKNOWN',
    launchType: 'FARGATE',
    cpu: registered?.cpu,
    memory: registered?.memory,
    overrides: task.overrides ?? { containerOverrides: [] },
    containers: [viewContainer(task, registered?.containerDefinitions?.[0])],
    attachments: [],
    version: task.version,
    createdAt: date(task.createdAt),
    startedAt: date(task.startedAt),
    stoppingAt: date(task.stoppingAt),
    stoppedAt: date(task.stoppedAt),
    executionStoppedAt: date(task.stoppedAt),
    stoppedReason: task.stoppedReason,
    stopCode: task.stopCode,
  };
}

function viewContainer(task: TaskRecord, definition: ecs.ContainerDefinition | undefined): ecs.Container {
  const containerPort = definition?.portMappings?.[0]?.containerPort;
  const binding = { bindIP: '127.0.0.1', containerPort, hostPort: task.hostPort, protocol: 'tcp' as const };
  const between = task.lastStatus === 'STOPPING' || task.lastStatus === 'DEACTIVATING';
  return {
    containerArn: arn('ecs', `container/${task.arn.split('/').slice(-2).join('/')}/${definition?.name}`),
    taskArn: task.arn,
    name: definition?.name,
    image: task.image,
    imageDigest: task.digest,
    runtimeId: lastPart(task.arn),
    lastStatus: between ? 'RUNNING' : task.lastStatus,
    healthStatus: 'UNKNOWN',
    exitCode: task.exitCode,
    networkBindings: task.hostPort === undefined ? [] : [binding],
    networkInterfaces: [],
  };
}
