import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { changeTask } from './change-task.ts';
import type { EcsContext } from './ecs-context.ts';
import { killIfSame } from './process-identity.ts';
import type { TaskRecord } from './records.ts';
import { launchAfterCommit, newServiceTask } from './schedule-service.ts';

const STOPPED_TASKS_KEPT_MS = 3600 * 1000;

/**
 * After a stop or crash of this program: no process of a task is left running, every service has as many tasks of each revision
 * as before, and a task that had been started on its own is ended (running it again could do its work twice). Counts no failures.
 */
export function recover(ecs: EcsContext): void {
  const unfinished = ecs.store.tasks.list().filter(({ lastStatus }) => lastStatus !== 'STOPPED');
  for (const task of unfinished) if (task.process) killIfSame(task.process);
  rmSync(join(ecs.dir, 'tasks'), { recursive: true, force: true });
  for (const task of unfinished) {
    // Held at its gate, a task without a recorded process has done nothing yet: it can simply be launched.
    if (!task.process && task.desiredStatus === 'RUNNING') launchAfterCommit(ecs, task.arn);
    else replace(ecs, task);
  }
  forgetOldTasks(ecs);
}

function replace(ecs: EcsContext, task: TaskRecord): void {
  const wasWanted = task.desiredStatus === 'RUNNING';
  const lost = {
    stopCode: 'InfrastructureHealth',
    stoppedReason: 'The machine the task ran on was restarted.',
  } as const;
  const successor = ecs.store.commit(() => {
    const stoppedAt = ecs.clock.now();
    changeTask(ecs, task.arn, {
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stoppedAt,
      ...(wasWanted ? lost : {}),
    });
    const service = ecs.store.services.get(task.serviceArn ?? '');
    const rollout = ecs.store.rollouts.get(task.rollout ?? '');
    return wasWanted && service && rollout ? newServiceTask(ecs, service, rollout) : undefined;
  });
  if (successor) launchAfterCommit(ecs, successor.arn);
}

/** AWS shows a stopped task for about an hour. */
export function forgetOldTasks(ecs: EcsContext): void {
  const before = ecs.clock.now() - STOPPED_TASKS_KEPT_MS;
  const old = ecs.store.tasks.list().filter((task) => task.lastStatus === 'STOPPED' && (task.stoppedAt ?? 0) < before);
  if (old.length > 0) ecs.store.commit(() => old.map((task) => ecs.store.tasks.delete(task.arn)));
}
