export type TaskCondition = 'starting' | 'healthy' | 'unhealthy' | 'stopping';

export interface TaskInWorld {
  arn: string;
  /** Whether it runs the revision the service is meant to run. */
  current: boolean;
  condition: TaskCondition;
  createdAt: number;
}

export interface ServiceWorld {
  now: number;
  desired: number;
  minimumHealthyPercent: number;
  maximumPercent: number;
  /** False after a failed deployment without a way back: nothing new is started. */
  mayStart: boolean;
  /** Epoch ms; after failures no task is started before. */
  retryAt: number;
  /** All that have not stopped. */
  tasks: TaskInWorld[];
}

export interface TaskDecision {
  /** How many tasks of the current revision to start. */
  start: number;
  stop: { arn: string; cause: 'unhealthy' | 'not needed' }[];
  /** All desired tasks are well and no other task exists. */
  settled: boolean;
  /** Look again then, even if nothing happens. */
  wakeAt?: number;
}

/**
 * The rolling scheduler's one decision: from what is wanted and what is there to what to start and stop now. Never are more than
 * `maximumPercent` of the desired tasks pending or running, and no well task is stopped when that would leave fewer than
 * `minimumHealthyPercent` (ECS developer guide, "Deploy Amazon ECS services by replacing tasks": the upper limit is
 * rounded down, the lower one up).
 */
export function decideTasks(world: ServiceWorld): TaskDecision {
  const lower = Math.ceil((world.desired * world.minimumHealthyPercent) / 100);
  const upper = Math.floor((world.desired * world.maximumPercent) / 100);
  const live = world.tasks.filter(({ condition }) => condition !== 'stopping');
  const unwell = live.filter(({ condition }) => condition === 'unhealthy');
  const kept = live.filter(({ condition }) => condition !== 'unhealthy');
  const current = kept.filter((task) => task.current);
  const missing = world.mayStart ? Math.max(0, world.desired - current.length) : 0;
  const mayNow = world.now >= world.retryAt;
  const retire = chooseToRetire(kept, world, { lower, upper, missing: mayNow ? missing : 0 });
  const room = Math.max(0, upper - (kept.length - retire.length));
  return {
    start: mayNow ? Math.min(missing, room) : 0,
    stop: [
      ...unwell.map(({ arn }) => ({ arn, cause: 'unhealthy' as const })),
      ...retire.map(({ arn }) => ({ arn, cause: 'not needed' as const })),
    ],
    settled: isSettled(world),
    ...(missing > 0 && !mayNow ? { wakeAt: world.retryAt } : {}),
  };
}

function isSettled({ tasks, desired }: ServiceWorld): boolean {
  return tasks.length === desired && tasks.every((task) => task.current && task.condition === 'healthy');
}

interface Limits {
  lower: number;
  upper: number;
  missing: number;
}

/** Tasks to stop: old ones as soon as they are not needed, or to make room; surplus ones; never below the lower limit. */
function chooseToRetire(kept: TaskInWorld[], world: ServiceWorld, { lower, upper, missing }: Limits): TaskInWorld[] {
  const isWell = ({ condition }: TaskInWorld): boolean => condition === 'healthy';
  const well = kept.filter(isWell).length;
  const old = byDispensability(kept.filter((task) => !task.current));
  const current = byDispensability(kept.filter((task) => task.current));
  const surplus = current.slice(0, Math.max(0, current.length - world.desired));
  const wellCurrent = current.filter(isWell).length;
  // When the failed revision may not be replaced, the old tasks are all there is.
  const replaced = world.mayStart
    ? Math.max(0, Math.min(wellCurrent, world.desired) - (world.desired - old.length))
    : 0;
  const forRoom = Math.max(0, missing - Math.max(0, upper - kept.length));
  const leaving = [...surplus, ...old.slice(0, Math.max(replaced, forRoom))];
  const spare = Math.max(0, well - lower);
  const wellLeaving = leaving.filter(isWell).slice(0, spare);
  return leaving.filter((task) => !isWell(task) || wellLeaving.includes(task));
}

/** Those that serve nobody first, then the youngest. */
function byDispensability(tasks: TaskInWorld[]): TaskInWorld[] {
  const rank = ({ condition }: TaskInWorld): number => (condition === 'healthy' ? 1 : 0);
  return [...tasks].sort((a, b) => rank(a) - rank(b) || b.createdAt - a.createdAt);
}
