import type { EcsContext } from './ecs-context.ts';
import { logToService, publishDeploymentEvent, publishServiceAction } from './events.ts';
import type { DeploymentRecord, RolloutRecord, ServiceRecord } from './records.ts';
import { makePrimary, newRollout } from './start-deployment.ts';

/** All tasks of the primary rollout are well and alone: the deployment, or its rollback, is over. Inside a commit. */
export function completeDeployment(ecs: EcsContext, deployment: DeploymentRecord, rollout: RolloutRecord): void {
  const now = ecs.clock.now();
  const service = ecs.store.services.get(deployment.serviceArn);
  if (!service) return;
  const status = rollout.direction === 'rollback' ? ('ROLLBACK_SUCCESSFUL' as const) : ('SUCCESSFUL' as const);
  const reason = `ECS deployment ${rollout.arn} completed.`;
  ecs.store.rollouts.update(rollout.arn, { state: 'COMPLETED', reason, updatedAt: now });
  ecs.store.deployments.update(deployment.arn, { status, finishedAt: now, updatedAt: now });
  ecs.store.services.update(service.arn, { completedRevision: rollout.revision });
  publishDeploymentEvent(ecs, service.arn, {
    eventName: 'SERVICE_DEPLOYMENT_COMPLETED',
    deploymentId: rollout.arn,
    reason,
  });
  publishServiceAction(ecs, service, 'INFO', 'SERVICE_DEPLOYMENT_COMPLETED');
  logToService(ecs, service.arn, `(deployment ${rollout.arn}) deployment completed.`);
}

export interface DeploymentFailure {
  kind: 'circuit-breaker' | 'alarm' | 'stop';
  /** Why, for people. */
  reason: string;
  /** Whether to go back to the revision that completed last. */
  rollback: boolean;
}

/**
 * The primary rollout has failed, or is told to stop. Goes back if that is wanted and there is something to go back to;
 * otherwise the service stalls: what runs stays, nothing new is started. A failed rollback is never rolled back. Inside a commit.
 */
export function failDeployment(
  ecs: EcsContext,
  deployment: DeploymentRecord,
  rollout: RolloutRecord,
  failure: DeploymentFailure,
): void {
  const service = ecs.store.services.get(deployment.serviceArn);
  if (!service) return;
  const now = ecs.clock.now();
  ecs.store.rollouts.update(rollout.arn, { state: 'FAILED', reason: failure.reason, updatedAt: now });
  if (failure.kind !== 'stop') {
    const event = { eventName: 'SERVICE_DEPLOYMENT_FAILED', deploymentId: rollout.arn, reason: failure.reason };
    publishDeploymentEvent(ecs, service.arn, event);
  }
  logToService(ecs, service.arn, `(deployment ${rollout.arn}) deployment failed: ${failure.reason}`);
  const target = service.completedRevision;
  if (rollout.direction === 'forward' && failure.rollback && target) {
    rollBack(ecs, service, { ...deployment, statusReason: failure.reason }, failure.kind, target);
    return;
  }
  const triedBack = rollout.direction === 'rollback' || failure.kind === 'stop';
  const statusReason =
    failure.rollback && !target
      ? `${failure.reason} There is no completed service revision to roll back to.`
      : failure.reason;
  ecs.store.deployments.update(deployment.arn, {
    status: triedBack ? 'ROLLBACK_FAILED' : 'STOPPED',
    statusReason,
    stoppedAt: now,
    finishedAt: now,
    updatedAt: now,
  });
}

const ROLLBACK_WORDS: Record<DeploymentFailure['kind'], (rolloutId: string) => string> = {
  'circuit-breaker': (rolloutId) => `ECS deployment circuit breaker: rolling back to deploymentId ${rolloutId}.`,
  alarm: (rolloutId) => `ECS deployment alarms: rolling back to deploymentId ${rolloutId}.`,
  stop: (rolloutId) => `ECS deployment stopped: rolling back to deploymentId ${rolloutId}.`,
};

function rollBack(
  ecs: EcsContext,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  kind: DeploymentFailure['kind'],
  target: string,
): void {
  const now = ecs.clock.now();
  const revision = ecs.store.revisions.get(target);
  if (!revision) throw new Error(`The service revision ${target} is gone.`);
  const rollout = newRollout(ecs, service.arn, deployment.arn, revision, 'rollback', ROLLBACK_WORDS[kind]);
  ecs.store.deployments.update(deployment.arn, {
    status: 'ROLLBACK_IN_PROGRESS',
    ...(deployment.statusReason === undefined ? {} : { statusReason: deployment.statusReason }),
    rollback: { reason: rollout.reason, startedAt: now, revision: target },
    updatedAt: now,
  });
  makePrimary(ecs, service, rollout);
  logToService(ecs, service.arn, `rolling back to deployment ${rollout.arn}.`);
  adoptTasks(ecs, rollout);
}

/** What still runs of the revision we go back to need not be replaced: it belongs to the rollback now. */
function adoptTasks(ecs: EcsContext, rollout: RolloutRecord): void {
  for (const task of ecs.store.tasks.list()) {
    const same = task.serviceArn === rollout.serviceArn && task.revision === rollout.revision;
    if (same && task.desiredStatus === 'RUNNING') {
      ecs.store.tasks.update(task.arn, { rollout: rollout.arn, startedBy: rollout.arn });
    }
  }
  for (const other of ecs.store.rollouts.list()) {
    const same = other.serviceArn === rollout.serviceArn && other.revision === rollout.revision;
    if (same && other.arn !== rollout.arn) ecs.store.rollouts.update(other.arn, { status: 'INACTIVE' });
  }
}
