import type { EcsContext } from './ecs-context.ts';
import { publishTaskEvent } from './events.ts';
import type { TaskRecord } from './records.ts';

/** Makes a change of a task durable together with its event, and tells those who wait for it. */
export function changeTask(ecs: EcsContext, taskArn: string, changes: Partial<TaskRecord>): TaskRecord {
  return ecs.store.commit(() => {
    const before = ecs.store.tasks.get(taskArn);
    const after = ecs.store.tasks.update(taskArn, { ...changes, version: (before?.version ?? 0) + 1 });
    announce(ecs, after);
    return after;
  });
}

/** Inside a commit: the event of a task's new state, and the news after it is durable. */
export function announce(ecs: EcsContext, task: TaskRecord): void {
  publishTaskEvent(ecs, task);
  // Not in the middle of a transaction: listeners read the state and may write.
  setImmediate(() => {
    if (ecs.closing) return;
    ecs.taskChanged(task);
    if (task.serviceArn) ecs.wake(task.serviceArn);
  });
}
