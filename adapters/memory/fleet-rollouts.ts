import type { RunningTask, ServiceDeployment } from '#core/ports/fleet.ts';
import {
  arn,
  definitionOf,
  type FleetWorld,
  nextSerial,
  type Rollout,
  refusal,
  type ServiceRecord,
} from './fleet-world.ts';

const OVER = new Set(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']);

export const isOver = (deployment: ServiceDeployment): boolean => OVER.has(deployment.status);

/** A new rollout becomes PRIMARY; one that is under way is superseded. The task definition must be ACTIVE (`ClientException`). */
export function beginRollout(world: FleetWorld, service: ServiceRecord, taskDefinition: string): void {
  if (service.status !== 'ACTIVE') throw refusal('ServiceNotActiveException', 'Service was not ACTIVE.');
  if (definitionOf(world, taskDefinition).status !== 'ACTIVE')
    throw refusal('ClientException', 'TaskDefinition is inactive');
  if (service.rollouts[0]?.taskDefinition === taskDefinition) return;
  const before = service.serviceDeployments[0];
  if (before && !isOver(before)) {
    before.status = 'STOPPED';
    before.reason = 'Service deployment stopped because a newer service deployment replaced it.';
  }
  service.serviceDeployments.unshift({
    arn: `${service.arn.replace(':service/', ':service-deployment/')}/${nextSerial(world)}`,
    status: 'IN_PROGRESS',
    reason: '',
    taskDefinition,
    createdAt: world.now(),
  });
  makePrimary(service, taskDefinition, 'forward', 'ECS deployment in progress.');
}

function makePrimary(
  service: ServiceRecord,
  taskDefinition: string,
  direction: Rollout['direction'],
  reason: string,
): void {
  service.rollouts.unshift({ taskDefinition, state: 'IN_PROGRESS', reason, direction, failed: 0 });
}

/** All old tasks are replaced, the older rollouts are gone, the deployment (or its rollback) is over. */
export function completeRollout(world: FleetWorld, service: ServiceRecord): void {
  const [rollout] = service.rollouts;
  if (!rollout) return;
  const kept = service.tasks.filter((task) => task.taskDefinition === rollout.taskDefinition);
  const started = Array.from({ length: Math.max(0, service.desired - kept.length) }, () =>
    startTask(world, service, rollout.taskDefinition),
  );
  service.tasks = [...kept, ...started].slice(0, service.desired);
  service.rollouts = [{ ...rollout, state: 'COMPLETED', reason: 'ECS deployment completed.' }];
  service.completed = rollout.taskDefinition;
  const deployment = service.serviceDeployments[0];
  if (deployment && !isOver(deployment)) {
    deployment.status = rollout.direction === 'rollback' ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL';
  }
}

export function startTask(world: FleetWorld, service: ServiceRecord, taskDefinition: string): RunningTask {
  const [image = ''] = Object.values(definitionOf(world, taskDefinition).images);
  const [, digest] = image.split('@');
  return {
    arn: arn(`task/${service.arn.split('/')[1]}/${nextSerial(world)}`),
    taskDefinition,
    ...(digest ? { digest } : {}),
    startedAt: world.now(),
  };
}

/** The deployment has failed: its tasks stop for `reason`, and ECS goes back by itself, if it can, as its circuit breaker does. */
export function failRollout(world: FleetWorld, service: ServiceRecord, reason: string): void {
  const [rollout] = service.rollouts;
  const deployment = service.serviceDeployments[0];
  if (!rollout || !deployment) return;
  const { taskDefinition } = rollout;
  service.stopped.unshift({ arn: startTask(world, service, taskDefinition).arn, taskDefinition, reason });
  service.tasks = service.tasks.filter((task) => task.taskDefinition !== taskDefinition);
  rollout.state = 'FAILED';
  rollout.reason = reason;
  rollout.failed += 1;
  if (rollout.direction === 'forward' && service.completed) {
    turnAround(service, deployment, reason);
    return;
  }
  deployment.status = rollout.direction === 'rollback' ? 'ROLLBACK_FAILED' : 'STOPPED';
  deployment.reason = reason;
}

/** ECS goes back to what completed last, which need not be what anyone else calls good. */
export function turnAround(service: ServiceRecord, deployment: ServiceDeployment, reason: string): void {
  if (!service.completed) return;
  deployment.status = 'ROLLBACK_IN_PROGRESS';
  deployment.reason = reason;
  makePrimary(service, service.completed, 'rollback', `rolling back: ${reason}`);
}
