import type { EcsContext } from './ecs-context.ts';
import { killGroup } from './process-identity.ts';
import type { Scheduler } from './scheduler.ts';

/** Ends all processes: politely first, for good after the grace time. Records stay as they are; `recover` reads them. */
export async function closeTasks(ecs: EcsContext, scheduler: Scheduler): Promise<void> {
  if (ecs.closing) return;
  ecs.closing = true;
  scheduler.close();
  const running = [...ecs.processes.values()];
  for (const { pid } of running) killGroup(pid, 'SIGTERM');
  const kill = setTimeout(() => {
    for (const { pid } of running) killGroup(pid, 'SIGKILL');
  }, ecs.timing.closeGraceMs);
  await Promise.all(running.map(({ ended }) => ended));
  clearTimeout(kill);
  ecs.store.close();
}
