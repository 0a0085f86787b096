import type { EcsContext } from './ecs-context.ts';
import type { ServiceRecord, TaskRecord } from './records.ts';

export interface TaskHealth {
  condition: 'starting' | 'healthy' | 'unhealthy';
  /** Epoch ms at which the condition may change by itself. */
  until?: number;
}

/**
 * Well is a task whose target passes its health check, or, without a load balancer, one that stayed up for a while. A failing
 * check counts only after the service's grace period.
 */
export function taskHealth(ecs: EcsContext, service: ServiceRecord, task: TaskRecord): TaskHealth {
  if (task.lastStatus !== 'RUNNING' || task.startedAt === undefined) return { condition: 'starting' };
  const now = ecs.clock.now();
  if (!task.targetGroupArn) {
    const steadyAt = task.startedAt + ecs.timing.steadyMs;
    return now >= steadyAt ? { condition: 'healthy' } : { condition: 'starting', until: steadyAt };
  }
  const target = ecs.loadBalancers.targetHealth(task.targetGroupArn).find(({ port }) => port === task.hostPort);
  if (target?.state === 'healthy') return { condition: 'healthy' };
  if (target?.state !== 'unhealthy') return { condition: 'starting' };
  const graceEnds = task.startedAt + service.gracePeriodSeconds * 1000;
  return now >= graceEnds ? { condition: 'unhealthy' } : { condition: 'starting', until: graceEnds };
}
