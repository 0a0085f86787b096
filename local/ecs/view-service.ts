import type * as aws from '@aws-sdk/client-ecs';
import type { EcsContext } from './ecs-context.ts';
import { rolloutsOf, tasksOf } from './find.ts';
import type { RolloutRecord, ServiceRecord, TaskRecord } from './records.ts';

const counts = (tasks: TaskRecord[]) => ({
  runningCount: tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
  pendingCount: tasks.filter(({ lastStatus }) => lastStatus === 'PENDING').length,
});

/** A service as DescribeServices shows it. */
export function viewService(ecs: EcsContext, service: ServiceRecord): aws.Service {
  const tasks = tasksOf(ecs.store, service.arn);
  const rollouts = rolloutsOf(ecs.store, service.arn).sort((a, b) => order(a) - order(b) || b.createdAt - a.createdAt);
  const revisions = new Set(tasks.filter((t) => t.lastStatus !== 'STOPPED').map((task) => task.revision));
  return {
    ...service.shown,
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    status: service.status,
    desiredCount: service.status === 'ACTIVE' ? service.desiredCount : 0,
    ...counts(tasks),
    taskDefinition: service.taskDefinition,
    deploymentConfiguration: service.configuration,
    deploymentController: { type: 'ECS' },
    schedulingStrategy: 'REPLICA',
    loadBalancers: service.loadBalancers,
    serviceRegistries: [],
    healthCheckGracePeriodSeconds: service.gracePeriodSeconds,
    deployments: rollouts.map((rollout) => viewRollout(service, rollout, tasks)),
    currentServiceDeployment: service.deployment,
    currentServiceRevisions: [...revisions].map((revision) => viewRevisionCounts(service, revision ?? '', tasks)),
    events: service.events.map(({ id, createdAt, message }) => ({ id, createdAt: new Date(createdAt), message })),
    createdAt: new Date(service.createdAt),
    placementConstraints: [],
    placementStrategy: [],
  };
}

const order = (rollout: RolloutRecord): number => (rollout.status === 'PRIMARY' ? 0 : 1);

function viewRollout(service: ServiceRecord, rollout: RolloutRecord, all: TaskRecord[]): aws.Deployment {
  const tasks = all.filter((task) => task.rollout === rollout.arn);
  const wanted = tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING').length;
  return {
    ...service.shown,
    id: rollout.arn,
    status: rollout.status,
    taskDefinition: rollout.taskDefinition,
    desiredCount: rollout.status === 'PRIMARY' ? service.desiredCount : wanted,
    ...counts(tasks),
    failedTasks: rollout.failedTasks,
    rolloutState: rollout.state,
    rolloutStateReason: rollout.reason,
    createdAt: new Date(rollout.createdAt),
    updatedAt: new Date(rollout.updatedAt),
  };
}

/** The tasks of one revision, in the words of service deployments. */
export function viewRevisionCounts(
  service: ServiceRecord,
  revision: string,
  all: TaskRecord[],
): aws.ServiceCurrentRevisionSummary {
  const tasks = all.filter((task) => task.revision === revision);
  const { runningCount, pendingCount } = counts(tasks);
  const target = service.deployment !== '' && tasks.some((task) => task.rollout === service.primary);
  return {
    arn: revision,
    requestedTaskCount: target
      ? service.desiredCount
      : tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING').length,
    runningTaskCount: runningCount,
    pendingTaskCount: pendingCount,
  };
}
