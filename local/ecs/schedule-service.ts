import { randomUUID } from 'node:crypto';
import { announce } from './change-task.ts';
import { checkDeployment } from './check-deployment.ts';
import { countFailure, countSuccess } from './count-failure.ts';
import { decideTasks, type TaskDecision } from './decide-tasks.ts';
import { describeWorld, type Observed } from './describe-world.ts';
import type { EcsContext } from './ecs-context.ts';
import { logToService, publishServiceAction } from './events.ts';
import { lastPart, rolloutsOf, tasksOf } from './find.ts';
import { launchTask } from './launch-task.ts';
import type { RolloutRecord, ServiceRecord, TaskRecord } from './records.ts';
import { stopTask } from './stop-task.ts';

/**
 * Looks at one service and does what is due now: counts, starts and stops tasks, moves its deployment on. Safe at any time and
 * any number of times. Returns when to look again (epoch ms) if nothing happens before.
 */
export function scheduleService(ecs: EcsContext, serviceArn: string): number | undefined {
  const service = ecs.store.services.get(serviceArn);
  const primary = service && ecs.store.rollouts.get(service.primary);
  if (!(service && primary) || service.status === 'INACTIVE') return undefined;
  if (ecs.store.deployments.get(service.deployment)?.status === 'PENDING' && service.status === 'ACTIVE')
    return undefined;
  const observed = describeWorld(ecs, service, primary);
  return ecs.store.commit(() => {
    noteHealthyTasks(ecs, service, observed);
    const decision = decideTasks(observed.world);
    const deploymentWakeAt = checkDeployment(ecs, service.arn, decision.settled);
    // A deployment that just failed or turned around has another world: look at that one first.
    if (ecs.store.services.get(serviceArn)?.primary !== primary.arn) return observed.world.now;
    if (ecs.store.rollouts.get(primary.arn)?.state === 'FAILED' && primary.state !== 'FAILED')
      return observed.world.now;
    apply(ecs, service, primary, decision);
    settle(ecs, service.arn, decision.settled);
    return earliest([...observed.changesAt, decision.wakeAt, deploymentWakeAt]);
  });
}

const earliest = (times: (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
};

function noteHealthyTasks(ecs: EcsContext, service: ServiceRecord, { world }: Observed): void {
  for (const { arn, condition } of world.tasks) {
    const task = ecs.store.tasks.get(arn);
    if (condition !== 'healthy' || !task || task.wasHealthy) continue;
    ecs.store.tasks.update(arn, { wasHealthy: true });
    countSuccess(ecs, task, service.configuration.deploymentCircuitBreaker?.resetOnHealthyTask ?? true);
  }
}

function apply(ecs: EcsContext, service: ServiceRecord, primary: RolloutRecord, decision: TaskDecision): void {
  for (const order of decision.stop) stopOne(ecs, service, order);
  if (decision.start === 0) return;
  const started = Array.from({ length: decision.start }, () => newServiceTask(ecs, service, primary));
  const names = started.map((task) => `(task ${lastPart(task.arn)})`).join(' ');
  logToService(ecs, service.arn, `has started ${started.length} tasks: ${names}.`);
  for (const task of started) launchAfterCommit(ecs, task.arn);
}

function stopOne(ecs: EcsContext, service: ServiceRecord, { arn, cause }: TaskDecision['stop'][number]): void {
  const task = ecs.store.tasks.get(arn);
  if (!task) return;
  if (cause === 'unhealthy') countFailure(ecs, task);
  else if (task.targetGroupArn) logToService(ecs, service.arn, 'has begun draining connections on 1 tasks.');
  logToService(ecs, service.arn, `has stopped 1 running tasks: (task ${lastPart(arn)}).`);
  const reason =
    cause === 'unhealthy'
      ? `Task failed ELB health checks in (target-group ${task.targetGroupArn})`
      : `Scaling activity initiated by (deployment ${service.primary})`;
  stopTask(ecs, arn, 'ServiceSchedulerInitiated', reason);
}

/** A PENDING task of the rollout, on record; what makes it run comes after the commit. */
export function newServiceTask(ecs: EcsContext, service: ServiceRecord, rollout: RolloutRecord): TaskRecord {
  const revision = ecs.store.revisions.get(rollout.revision);
  const cluster = lastPart(service.clusterArn);
  const targetGroupArn = revision?.loadBalancers[0]?.targetGroupArn;
  const task: TaskRecord = {
    arn: `${service.clusterArn.replace(/:cluster\/.*$/, '')}:task/${cluster}/${randomUUID().replaceAll('-', '')}`,
    clusterArn: service.clusterArn,
    serviceArn: service.arn,
    rollout: rollout.arn,
    revision: rollout.revision,
    taskDefinition: rollout.taskDefinition,
    image: revision?.image ?? '',
    ...(revision?.digest === undefined ? {} : { digest: revision.digest }),
    group: `service:${service.name}`,
    startedBy: rollout.arn,
    tags: [],
    lastStatus: 'PENDING',
    desiredStatus: 'RUNNING',
    ...(targetGroupArn === undefined ? {} : { targetGroupArn }),
    wasHealthy: false,
    version: 1,
    createdAt: ecs.clock.now(),
  };
  ecs.store.tasks.put(task);
  announce(ecs, task);
  return task;
}

export function launchAfterCommit(ecs: EcsContext, taskArn: string): void {
  setImmediate(() => {
    if (!ecs.closing) void launchTask(ecs, taskArn);
  });
}

/** Says so once when a service comes to rest, and lets go of rollouts whose last task is gone. */
function settle(ecs: EcsContext, serviceArn: string, settled: boolean): void {
  const service = ecs.store.services.get(serviceArn);
  if (!service) return;
  const live = tasksOf(ecs.store, serviceArn).filter(({ lastStatus }) => lastStatus !== 'STOPPED');
  for (const rollout of rolloutsOf(ecs.store, serviceArn)) {
    const gone = rollout.status === 'ACTIVE' && !live.some((task) => task.rollout === rollout.arn);
    if (gone) ecs.store.rollouts.update(rollout.arn, { status: 'INACTIVE' });
  }
  if (service.status === 'DRAINING' && live.length === 0) {
    ecs.store.rollouts.update(service.primary, { status: 'INACTIVE' });
    ecs.store.services.update(serviceArn, { status: 'INACTIVE' });
    return;
  }
  const atRest =
    settled && service.status === 'ACTIVE' && ecs.store.rollouts.get(service.primary)?.state === 'COMPLETED';
  if (atRest === service.steady) return;
  ecs.store.services.update(serviceArn, { steady: atRest });
  if (!atRest) return;
  publishServiceAction(ecs, service, 'INFO', 'SERVICE_STEADY_STATE');
  logToService(ecs, serviceArn, 'has reached a steady state.');
}
