import { rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { changeTask } from './change-task.ts';
import { countFailure } from './count-failure.ts';
import type { EcsContext } from './ecs-context.ts';
import { lastPart } from './find.ts';
import { killGroup } from './process-identity.ts';
import type { TaskRecord } from './records.ts';

export type TaskEnd =
  | { pid: number; code: number | null; signal: NodeJS.Signals | null }
  /** It never ran. */
  | { failure: string };

/** Writes down how a task ended, once; counts it as a failure of its rollout when nobody asked for it. */
export function taskEnded(ecs: EcsContext, taskArn: string, end: TaskEnd): void {
  ecs.processes.delete(taskArn);
  if ('pid' in end) killGroup(end.pid, 'SIGKILL');
  if (ecs.closing) return;
  const task = ecs.store.tasks.get(taskArn);
  if (!task || task.lastStatus === 'STOPPED') return;
  leaveTargetGroup(ecs, task);
  ecs.store.commit(() => {
    const unasked = task.desiredStatus === 'RUNNING';
    changeTask(ecs, taskArn, { ...stopped(ecs, end), ...(unasked ? reasonOf(end) : {}) });
    if (unasked) countFailure(ecs, task);
  });
  void rm(join(ecs.dir, 'tasks', lastPart(taskArn)), { recursive: true, force: true });
}

function leaveTargetGroup(ecs: EcsContext, task: TaskRecord): void {
  if (task.hostPort === undefined) return;
  ecs.ports.delete(task.hostPort);
  if (!task.targetGroupArn) return;
  void ecs.loadBalancers.deregister(task.targetGroupArn, { host: '127.0.0.1', port: task.hostPort });
}

function stopped(ecs: EcsContext, end: TaskEnd): Partial<TaskRecord> {
  const state = { lastStatus: 'STOPPED', desiredStatus: 'STOPPED', stoppedAt: ecs.clock.now() } as const;
  return 'pid' in end ? { ...state, exitCode: exitCode(end) } : state;
}

/** Docker's rule: 128 + the number of the signal. */
const exitCode = ({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }): number =>
  code ?? 128 + (signal ? constants.signals[signal] : 0);

const reasonOf = (end: TaskEnd): Partial<TaskRecord> =>
  'pid' in end
    ? { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' }
    : { stopCode: 'TaskFailedToStart', stoppedReason: end.failure };
