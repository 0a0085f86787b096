import { randomBytes, randomInt } from 'node:crypto';
import { arn } from '../account.ts';
import type { EcsContext } from './ecs-context.ts';
import { publishDeploymentEvent, publishServiceAction } from './events.ts';
import { findTaskDefinition } from './find.ts';
import type { DeploymentRecord, RevisionRecord, RolloutRecord, ServiceRecord } from './records.ts';

const id = (): string => randomBytes(16).toString('base64url').replace(/[-_]/g, 'x').slice(0, 21);
const number = (): string => `${randomInt(1, 2 ** 31)}${String(randomInt(0, 2 ** 31)).padStart(10, '0')}`;

/** `<cluster>/<service>` of a service's ARN. */
const pathOf = (serviceArn: string): string => serviceArn.split('/').slice(1).join('/');

/**
 * Begins a new deployment of the service as its record now stands; one that is under way is superseded and its tasks are
 * replaced. The image's tag is resolved a moment later, by the scheduler. Inside a commit.
 */
export function startDeployment(ecs: EcsContext, service: ServiceRecord): void {
  const now = ecs.clock.now();
  const revision = newRevision(ecs, service);
  const deploymentArn = arn('ecs', `service-deployment/${pathOf(service.arn)}/${id()}`);
  const rollout = newRollout(ecs, service.arn, deploymentArn, revision, 'forward');
  const deployment: DeploymentRecord = {
    arn: deploymentArn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    status: 'PENDING',
    revision: revision.arn,
    sourceRevisions: sourceRevisions(ecs, service),
    configuration: service.configuration,
    rollout: rollout.arn,
    alarms: { watched: false, triggered: [] },
    createdAt: now,
    updatedAt: now,
  };
  supersede(ecs, service);
  ecs.store.revisions.put(revision);
  ecs.store.deployments.put(deployment);
  makePrimary(ecs, service, rollout);
  ecs.store.services.update(service.arn, { deployment: deployment.arn });
}

/** The given rollout takes over; the one before keeps its tasks until they are replaced. Inside a commit. */
export function makePrimary(ecs: EcsContext, service: ServiceRecord, rollout: RolloutRecord): void {
  const before = ecs.store.rollouts.get(service.primary);
  if (before) ecs.store.rollouts.update(before.arn, { status: 'ACTIVE' });
  ecs.store.rollouts.put(rollout);
  ecs.store.services.update(service.arn, {
    primary: rollout.arn,
    taskDefinition: rollout.taskDefinition,
    steady: false,
  });
  const { arn: deploymentId, reason } = rollout;
  publishDeploymentEvent(ecs, service.arn, { eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS', deploymentId, reason });
  publishServiceAction(ecs, service, 'INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS');
}

export function newRollout(
  ecs: EcsContext,
  serviceArn: string,
  deployment: string,
  revision: RevisionRecord,
  direction: RolloutRecord['direction'],
  reason?: (rolloutId: string) => string,
): RolloutRecord {
  const now = ecs.clock.now();
  const rolloutId = `ecs-svc/${number()}`;
  return {
    arn: rolloutId,
    serviceArn,
    deployment,
    revision: revision.arn,
    taskDefinition: revision.taskDefinition,
    direction,
    status: 'PRIMARY',
    state: 'IN_PROGRESS',
    reason: reason?.(rolloutId) ?? `ECS deployment ${rolloutId} in progress.`,
    failedTasks: 0,
    breakerFailures: 0,
    failuresInARow: 0,
    retryAt: 0,
    createdAt: now,
    updatedAt: now,
  };
}

function newRevision(ecs: EcsContext, service: ServiceRecord): RevisionRecord {
  const definition = findTaskDefinition(ecs.store, service.taskDefinition);
  const container = definition.registered.containerDefinitions?.[0];
  return {
    arn: arn('ecs', `service-revision/${pathOf(service.arn)}/${number()}`),
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    taskDefinition: definition.arn,
    containerName: container?.name ?? '',
    image: container?.image ?? '',
    loadBalancers: service.loadBalancers,
    shown: service.shown,
    createdAt: ecs.clock.now(),
  };
}

/** The revisions that have tasks now. */
function sourceRevisions(ecs: EcsContext, service: ServiceRecord): string[] {
  const live = ecs.store.tasks
    .list()
    .filter((task) => task.serviceArn === service.arn && task.desiredStatus === 'RUNNING');
  const current = ecs.store.rollouts.get(service.primary)?.revision;
  const found = new Set([...live.map((task) => task.revision), live.length === 0 ? current : undefined]);
  return [...found].filter((revision) => revision !== undefined);
}

const TERMINAL = new Set(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']);

export const isOver = (deployment: DeploymentRecord): boolean => TERMINAL.has(deployment.status);

function supersede(ecs: EcsContext, service: ServiceRecord): void {
  const before = ecs.store.deployments.get(service.deployment);
  if (!before || isOver(before)) return;
  const now = ecs.clock.now();
  const statusReason = 'Service deployment stopped because a newer service deployment replaced it.';
  const stopped = { status: 'STOPPED' as const, statusReason, stoppedAt: now, finishedAt: now, updatedAt: now };
  ecs.store.deployments.update(before.arn, stopped);
}
