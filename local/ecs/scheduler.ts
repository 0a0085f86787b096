import { beginDeployment } from './begin-deployment.ts';
import type { EcsContext } from './ecs-context.ts';
import { forgetOldTasks } from './recover.ts';
import { scheduleService } from './schedule-service.ts';

export interface Scheduler {
  start(): void;
  wake(serviceArn: string): void;
  close(): void;
}

/** Decides when to look at which service: after each change, and when time alone changes something. Asleep until started. */
export function createScheduler(ecs: EcsContext): Scheduler {
  const timers = new Map<string, () => void>();
  const awake = new Set<string>();
  const beginning = new Set<string>();
  let started = false;
  let stopWatching: () => void = () => undefined;

  const look = (serviceArn: string): void => {
    awake.delete(serviceArn);
    if (!started) return;
    begin(serviceArn);
    const again = scheduleService(ecs, serviceArn);
    timers.get(serviceArn)?.();
    timers.delete(serviceArn);
    if (again === undefined) return;
    if (again <= ecs.clock.now()) wake(serviceArn);
    else
      timers.set(
        serviceArn,
        ecs.clock.at(again, () => wake(serviceArn)),
      );
  };

  const wake = (serviceArn: string): void => {
    if (!started || awake.has(serviceArn)) return;
    awake.add(serviceArn);
    setImmediate(() => look(serviceArn));
  };

  const begin = (serviceArn: string): void => {
    const deployment = ecs.store.deployments.get(ecs.store.services.get(serviceArn)?.deployment ?? '');
    if (deployment?.status !== 'PENDING' || beginning.has(deployment.arn)) return;
    beginning.add(deployment.arn);
    void beginDeployment(ecs, deployment).then(() => {
      beginning.delete(deployment.arn);
      wake(serviceArn);
    });
  };

  const wakeAll = (): void => {
    forgetOldTasks(ecs);
    for (const service of ecs.store.services.list()) wake(service.arn);
  };

  return {
    start() {
      started = true;
      stopWatching = ecs.loadBalancers.onChange((targetGroupArn) => {
        for (const { arn, loadBalancers } of ecs.store.services.list()) {
          if (loadBalancers.some((balancer) => balancer.targetGroupArn === targetGroupArn)) wake(arn);
        }
      });
      wakeAll();
    },
    wake,
    close() {
      started = false;
      stopWatching();
      for (const cancel of timers.values()) cancel();
    },
  };
}
