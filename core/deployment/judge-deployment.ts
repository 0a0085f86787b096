import { sayDuration } from '../config/duration.ts';
import type { RunningTask, ServiceDeployment, ServiceView, StoppedTask } from '../ports/fleet.ts';
import { cut, sayRevision } from '../words/say-time.ts';
import { primaryOf } from './primary-of.ts';

/** A fresh look at a target that is on its way to a revision, forward or back. */
export interface DeploymentLook {
  view: ServiceView | undefined;
  tasks: RunningTask[];
  stopped: StoppedTask[];
}

export interface Expectation {
  /** The revision it must end on. */
  taskDefinition: string;
  /** `sha256:...` that every task must run, when ECS says what it runs; empty when the revision names its image otherwise. */
  digest: string;
  startedAt: number;
  deadline: number;
  /** Forward only: ECS reverting by itself, or another revision taking over, ends it. */
  direction: 'forward' | 'rollback';
}

export type DeploymentVerdict =
  | { kind: 'settled'; reason: string }
  | { kind: 'failed'; reason: string }
  | { kind: 'in progress'; reason: string };

const ONGOING = new Set(['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS']);
const REVERTED = new Set([
  'STOPPED',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
]);

/**
 * Has the target arrived at the revision, and at nothing else? Proved from the world: PRIMARY is the revision, its rollout
 * is complete, no other deployment is left, enough tasks run and every one of them runs the revision and the digest.
 * An event or a COMPLETED of something else proves nothing: ECS reports COMPLETED after its own rollback too.
 */
export function judgeDeployment(expected: Expectation, look: DeploymentLook, now: number): DeploymentVerdict {
  const { view } = look;
  if (view?.status !== 'ACTIVE') return { kind: 'failed', reason: 'the ECS service is gone or no longer active' };
  const trouble = untrue(expected, look, view);
  if (!trouble)
    return {
      kind: 'settled',
      reason: `${view.running} of ${view.desired} tasks run ${sayRevision(expected.taskDefinition)}`,
    };
  const failure = ended(expected, view);
  if (failure) return { kind: 'failed', reason: `${failure}${whyTasksStop(expected, look.stopped)}` };
  if (now >= expected.deadline) {
    const within = sayDuration(expected.deadline - expected.startedAt);
    return { kind: 'failed', reason: `not done within ${within}: ${trouble}${whyTasksStop(expected, look.stopped)}` };
  }
  return { kind: 'in progress', reason: trouble };
}

/** What differs between the world and "everything there is the expected revision"; undefined when nothing does. */
export function untrue(
  expected: Pick<Expectation, 'taskDefinition' | 'digest'>,
  look: Pick<DeploymentLook, 'tasks'>,
  view: ServiceView,
): string | undefined {
  const primary = primaryOf(view);
  const revision = sayRevision(expected.taskDefinition);
  if (primary?.taskDefinition !== expected.taskDefinition)
    return `PRIMARY is ${sayRevision(primary?.taskDefinition ?? 'nothing')}, not ${revision}`;
  if (primary.rolloutState !== 'COMPLETED')
    return `the rollout of ${revision} is ${primary.rolloutState}, ${primary.running} of ${primary.desired} tasks run`;
  if (view.deployments.length > 1) return `${view.deployments.length - 1} older deployment(s) are still draining`;
  const ongoing = view.serviceDeployments.find((d) => ONGOING.has(d.status));
  if (ongoing) return `service deployment of ${sayRevision(ongoing.taskDefinition)} is ${ongoing.status}`;
  return taskTrouble(expected, look.tasks, view);
}

function taskTrouble(
  expected: Pick<Expectation, 'taskDefinition' | 'digest'>,
  tasks: RunningTask[],
  view: ServiceView,
): string | undefined {
  const stranger = tasks.find((t) => t.taskDefinition !== expected.taskDefinition);
  if (stranger) return `a task still runs ${sayRevision(stranger.taskDefinition)}`;
  const other = expected.digest && tasks.find((t) => t.digest !== undefined && t.digest !== expected.digest);
  if (other) return `a task runs the image ${other.digest}, not ${expected.digest}`;
  if (tasks.length < view.desired) return `${tasks.length} of ${view.desired} tasks run`;
  return undefined;
}

/** Why it will never get there by itself; undefined while it may. */
function ended(expected: Expectation, view: ServiceView): string | undefined {
  const primary = primaryOf(view);
  if (primary?.taskDefinition === expected.taskDefinition && primary.rolloutState === 'FAILED') {
    return primary.reason || 'ECS says the deployment failed';
  }
  if (expected.direction === 'rollback') return undefined;
  const own = latestOf(expected, view.serviceDeployments);
  if (own && REVERTED.has(own.status)) return own.reason || `ECS turned the deployment around (${own.status})`;
  const superseded =
    primary !== undefined &&
    primary.taskDefinition !== expected.taskDefinition &&
    own !== undefined &&
    !ONGOING.has(own.status);
  return superseded ? `${sayRevision(primary.taskDefinition)} was deployed over it by somebody else` : undefined;
}

const latestOf = (expected: Expectation, deployments: ServiceDeployment[]): ServiceDeployment | undefined =>
  deployments.filter((d) => d.taskDefinition === expected.taskDefinition).sort((a, b) => b.createdAt - a.createdAt)[0];

function whyTasksStop(expected: Expectation, stopped: StoppedTask[]): string {
  const reason = stopped.find((t) => t.taskDefinition === expected.taskDefinition && t.reason)?.reason;
  return reason ? `; last task stopped: ${cut(reason, 300)}` : '';
}
