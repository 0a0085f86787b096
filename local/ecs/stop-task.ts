import type { TaskStopCode } from '@aws-sdk/client-ecs';
import { changeTask } from './change-task.ts';
import type { EcsContext } from './ecs-context.ts';
import { killGroup, signalProcess } from './process-identity.ts';
import type { TaskRecord } from './records.ts';
import { taskEnded } from './task-ended.ts';

const DEFAULT_STOP_TIMEOUT_S = 30;

/** Decides that a task ends, durably, and sets about it. Ending or ended already is success. */
export function stopTask(ecs: EcsContext, taskArn: string, stopCode: TaskStopCode, stoppedReason: string): void {
  const task = ecs.store.tasks.get(taskArn);
  if (!task || task.desiredStatus === 'STOPPED') return;
  const lastStatus = task.lastStatus === 'PENDING' ? 'PENDING' : task.targetGroupArn ? 'DEACTIVATING' : 'STOPPING';
  const stoppingAt = ecs.clock.now();
  changeTask(ecs, taskArn, { desiredStatus: 'STOPPED', lastStatus, stopCode, stoppedReason, stoppingAt });
  // A pending task is ended by its launch, which looks before it starts anything.
  if (lastStatus !== 'PENDING') terminateTask(ecs, taskArn);
}

/** Takes a task off its load balancer, lets its requests finish, then asks its process to end, and ends it if it does not. */
export function terminateTask(ecs: EcsContext, taskArn: string): void {
  void drainThenKill(ecs, taskArn);
}

async function drainThenKill(ecs: EcsContext, taskArn: string): Promise<void> {
  const task = ecs.store.tasks.get(taskArn);
  const running = ecs.processes.get(taskArn);
  if (!task || !running) return taskEnded(ecs, taskArn, { failure: task?.stoppedReason ?? 'Task never started' });
  if (task.targetGroupArn && task.hostPort !== undefined) {
    await ecs.loadBalancers.deregister(task.targetGroupArn, { host: '127.0.0.1', port: task.hostPort });
  }
  if (ecs.closing || !ecs.processes.has(taskArn)) return;
  if (task.lastStatus !== 'STOPPING') changeTask(ecs, taskArn, { lastStatus: 'STOPPING' });
  // As Docker: the signal goes to the first process; what is left of the group is ended when that one is gone.
  signalProcess(running.pid, 'SIGTERM');
  const cancel = ecs.clock.at(ecs.clock.now() + stopTimeoutMs(ecs, task), () => killGroup(running.pid, 'SIGKILL'));
  await running.ended;
  cancel();
}

function stopTimeoutMs({ store }: EcsContext, task: TaskRecord): number {
  const container = store.taskDefinitions.get(task.taskDefinition)?.registered.containerDefinitions?.[0];
  return (container?.stopTimeout ?? DEFAULT_STOP_TIMEOUT_S) * 1000;
}
