import type { EcsContext } from './ecs-context.ts';
import { logToService, publishServiceAction } from './events.ts';
import type { TaskRecord } from './records.ts';

/** After so many failures in a row ECS says that a service cannot start its tasks. */
const IMPAIRED_AFTER = 3;

/** A task of a service ended without being asked to, or was never well: counts for the breaker and delays the next start. Inside a commit. */
export function countFailure(ecs: EcsContext, task: TaskRecord): void {
  const rollout = ecs.store.rollouts.get(task.rollout ?? '');
  const service = ecs.store.services.get(task.serviceArn ?? '');
  if (!(rollout && service) || rollout.status !== 'PRIMARY') return;
  const failuresInARow = rollout.failuresInARow + 1;
  const { firstBackoffMs, longestBackoffMs } = ecs.timing;
  const delay = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failuresInARow - 1));
  const counts = rollout.state === 'IN_PROGRESS' ? 1 : 0;
  ecs.store.rollouts.update(rollout.arn, {
    failuresInARow,
    failedTasks: rollout.failedTasks + 1,
    breakerFailures: rollout.breakerFailures + counts,
    retryAt: ecs.clock.now() + delay,
    updatedAt: ecs.clock.now(),
  });
  if (failuresInARow !== IMPAIRED_AFTER) return;
  publishServiceAction(ecs, service, 'WARN', 'SERVICE_TASK_START_IMPAIRED');
  logToService(ecs, service.arn, 'is unable to consistently start tasks successfully.');
}

/** A task became well. By default that clears the breaker's count (`resetOnHealthyTask`). Inside a commit. */
export function countSuccess(ecs: EcsContext, task: TaskRecord, resetBreaker: boolean): void {
  const rollout = ecs.store.rollouts.get(task.rollout ?? '');
  if (!rollout) return;
  ecs.store.rollouts.update(rollout.arn, {
    failuresInARow: 0,
    retryAt: 0,
    ...(resetBreaker && rollout.state === 'IN_PROGRESS' ? { breakerFailures: 0 } : {}),
  });
}
