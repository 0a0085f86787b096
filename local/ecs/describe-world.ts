import type { ServiceWorld, TaskCondition } from './decide-tasks.ts';
import type { EcsContext } from './ecs-context.ts';
import { tasksOf } from './find.ts';
import type { RolloutRecord, ServiceRecord, TaskRecord } from './records.ts';
import { type TaskHealth, taskHealth } from './task-health.ts';

export interface Observed {
  world: ServiceWorld;
  /** When a condition changes by the mere passing of time. */
  changesAt: number[];
}

/** Reads the service's tasks and their health as the scheduler's decision wants them. */
export function describeWorld(ecs: EcsContext, service: ServiceRecord, primary: RolloutRecord): Observed {
  const now = ecs.clock.now();
  const live = tasksOf(ecs.store, service.arn).filter(({ lastStatus }) => lastStatus !== 'STOPPED');
  const seen = live.map((task) => ({ task, health: taskHealth(ecs, service, task) }));
  const world: ServiceWorld = {
    now,
    desired: service.status === 'ACTIVE' ? service.desiredCount : 0,
    minimumHealthyPercent: service.configuration.minimumHealthyPercent ?? 100,
    maximumPercent: service.configuration.maximumPercent ?? 200,
    mayStart: primary.state !== 'FAILED' && service.status === 'ACTIVE',
    retryAt: primary.retryAt,
    tasks: seen.map(({ task, health }) => ({
      arn: task.arn,
      current: task.revision === primary.revision,
      condition: condition(task, health),
      createdAt: task.createdAt,
    })),
  };
  return { world, changesAt: seen.flatMap(({ health }) => (health.until === undefined ? [] : [health.until])) };
}

const condition = (task: TaskRecord, health: TaskHealth): TaskCondition =>
  task.desiredStatus === 'STOPPED' ? 'stopping' : health.condition;
