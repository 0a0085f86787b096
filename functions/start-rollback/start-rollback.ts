import { Refusal } from '#core/errors.ts';
import type { DeploymentRecord, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet, Target } from '#core/ports/fleet.ts';
import type { Table } from '#core/ports/table.ts';
import { revisionOn } from '#core/release/current.ts';
import { planRollback, type RollbackFacts, type RollbackStep } from '#core/rollback/plan-rollback.ts';
import type { Failure } from '#core/words/say-failure.ts';
import { holdFence } from '#functions/steps/hold-fence.ts';
import { leftBehind } from '#functions/steps/left-behind.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import { recordReason } from './record-reason.ts';

export interface StartRollbackPorts {
  table: Table;
  fleet: Fleet;
  now: Now;
}

export interface StartRollbackInput {
  release: string;
  stage: string;
  fence: number;
  target: Target;
  /** What went wrong. */
  failure: Failure;
}

export interface RollbackStarted {
  target: string;
  /** `under way`: to be proved. Everything else is final for this target. */
  result: 'under way' | 'untouched' | 'no target' | 'irreversible' | 'failed';
  reason: string;
}

/**
 * Takes one target back to the stage's current release, or to the one that a person named. Safe to repeat: what is done or under
 * way already is not done again. Throws `StillUnknown` while a deployment that was given up may still be on its way.
 */
export async function startRollback(ports: StartRollbackPorts, input: StartRollbackInput): Promise<RollbackStarted> {
  const { release, stage, target } = input;
  const environment = await holdFence(ports.table, input, input.fence);
  // Before the world is looked at: a start-deployment of another target that is still at work stops when it sees this.
  const { run, named } = await recordReason(ports, input);
  const forward = (await ports.table.read(keys.deployment(release, stage, target.name, 'forward'))) as
    | Stored<DeploymentRecord>
    | undefined;
  const { migration, rollback } = run;
  const left = named ? (await leftBehind(ports.table, environment, target))?.taskDefinition : undefined;
  const known = { environment, forward, named, left, migration, decidedAt: rollback?.begunAt };
  const step = await planTwice(ports, target, known);
  const ended = (result: RollbackStarted['result'], reason = ''): RollbackStarted => ({
    target: target.name,
    result,
    reason,
  });
  switch (step.kind) {
    case 'untouched':
      return ended('untouched');
    case 'unknown':
      throw new Refusal('StillUnknown', `${step.reason}.`);
    case 'irreversible':
      return ended('irreversible', step.reason);
    case 'no target':
      return ended('no target', step.reason);
    case 'impossible':
      return ended('failed', step.reason);
    case 'stop':
    case 'redeploy':
    case 'prove':
      await goBack(
        ports,
        input,
        step,
        forward?.taskDefinition ?? left ?? revisionOn(environment.current, target.name) ?? '',
      );
      return ended('under way');
    default:
      return step satisfies never;
  }
}

/** ECS may answer with what was true a moment ago: that there is nothing to ask of it counts only when a second look says so too. */
async function planTwice(
  { fleet, now }: StartRollbackPorts,
  target: Target,
  known: Omit<RollbackFacts, 'target' | 'view' | 'now'>,
): Promise<RollbackStep> {
  const plan = async () => planRollback({ target: target.name, ...known, view: await fleet.view(target), now: now() });
  const first = await plan();
  return first.kind === 'redeploy' || first.kind === 'stop' ? first : plan();
}

type WayBack = Extract<RollbackStep, { kind: 'stop' | 'redeploy' | 'prove' }>;

async function goBack(
  ports: StartRollbackPorts,
  input: StartRollbackInput,
  step: WayBack,
  from: string,
): Promise<void> {
  await recordIntent(ports, input, step, from);
  await holdFence(ports.table, input, input.fence);
  if (step.kind === 'redeploy') await ports.fleet.deploy(input.target, step.to);
  if (step.kind === 'stop' && (await ports.fleet.stop(input.target, step.serviceDeployment)) === 'finished') {
    await ports.fleet.deploy(input.target, step.to);
  }
  await holdFence(ports.table, input, input.fence);
}

async function recordIntent(
  ports: StartRollbackPorts,
  input: StartRollbackInput,
  step: WayBack,
  from: string,
): Promise<void> {
  const { release, stage, target } = input;
  const key = keys.deployment(release, stage, target.name, 'rollback');
  const intent: DeploymentRecord = {
    release,
    stage,
    target: target.name,
    direction: 'rollback',
    taskDefinition: step.to,
    from,
    image: `@${step.digest}`,
    intentAt: ports.now(),
  };
  await settleChange(ports.table, async () => {
    const known = (await ports.table.read(key)) as Stored<DeploymentRecord> | undefined;
    // What ECS is asked for now may take its time from now: an execution that died may have intended it long ago.
    const isAskedAnew = step.kind !== 'prove';
    return { changes: known && !isAskedAnew ? [] : [put(key, known, intent)], result: undefined };
  });
}
