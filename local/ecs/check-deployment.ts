import { breakerThreshold } from './breaker-threshold.ts';
import type { EcsContext } from './ecs-context.ts';
import { completeDeployment, failDeployment } from './end-deployment.ts';
import type { DeploymentRecord, RolloutRecord, ServiceRecord } from './records.ts';
import { isOver } from './start-deployment.ts';

/**
 * Moves the service's deployment on: a stop that was asked for, a tripped circuit breaker, a red alarm, or success. Inside a commit.
 * Returns when alarms must be looked at again (epoch ms).
 */
export function checkDeployment(ecs: EcsContext, serviceArn: string, settled: boolean): number | undefined {
  const service = ecs.store.services.get(serviceArn);
  const deployment = ecs.store.deployments.get(service?.deployment ?? '');
  const rollout = ecs.store.rollouts.get(service?.primary ?? '');
  if (!(service && deployment && rollout) || isOver(deployment)) return undefined;
  if (deployment.status === 'ROLLBACK_REQUESTED') {
    const reason = 'Service deployment rolled back because of a stop request.';
    failDeployment(ecs, deployment, rollout, { kind: 'stop', reason, rollback: true });
    return undefined;
  }
  if (failsByBreaker(ecs, service, deployment, rollout) || failsByAlarm(ecs, deployment, rollout)) return undefined;
  return succeeds(ecs, deployment, rollout, settled);
}

function failsByBreaker(
  ecs: EcsContext,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  rollout: RolloutRecord,
): boolean {
  const breaker = deployment.configuration.deploymentCircuitBreaker;
  if (!breaker?.enable || rollout.breakerFailures < breakerThreshold(breaker, service.desiredCount)) return false;
  const reason = 'ECS deployment circuit breaker: tasks failed to start.';
  failDeployment(ecs, deployment, rollout, { kind: 'circuit-breaker', reason, rollback: breaker.rollback === true });
  return true;
}

function failsByAlarm(ecs: EcsContext, deployment: DeploymentRecord, rollout: RolloutRecord): boolean {
  const { alarms } = deployment.configuration;
  if (!deployment.alarms.watched || rollout.direction === 'rollback') return false;
  const triggered = (alarms?.alarmNames ?? []).filter((name) => ecs.alarmState(name) === 'ALARM');
  if (triggered.length === 0) return false;
  const marked = ecs.store.deployments.update(deployment.arn, { alarms: { watched: true, triggered } });
  const reason = `ECS deployment alarms: alarm(s) detected: ${triggered.join(', ')}.`;
  failDeployment(ecs, marked, rollout, { kind: 'alarm', reason, rollback: alarms?.rollback === true });
  return true;
}

function succeeds(
  ecs: EcsContext,
  deployment: DeploymentRecord,
  rollout: RolloutRecord,
  settled: boolean,
): number | undefined {
  const now = ecs.clock.now();
  const watches = deployment.alarms.watched && rollout.direction === 'forward';
  const nextLook = now + ecs.timing.alarmPollMs;
  if (!settled) return watches ? nextLook : undefined;
  const stableSince = deployment.stableSince ?? now;
  const bakedAt = stableSince + ecs.timing.alarmBakeMs;
  if (!watches || now >= bakedAt) {
    completeDeployment(ecs, deployment, rollout);
    return undefined;
  }
  if (deployment.stableSince === undefined) ecs.store.deployments.update(deployment.arn, { stableSince });
  return Math.min(nextLook, bakedAt);
}
