import type { DeploymentRecord, Run, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, create, record } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet, Target } from '#core/ports/fleet.ts';
import type { Table } from '#core/ports/table.ts';
import { planRollback, type RollbackFacts, type RollbackStep } from '#core/rollback/plan-rollback.ts';
import { type Failure, sayFailure } from '#core/words/say-failure.ts';
import { holdFence } from '#functions/steps/hold-fence.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

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
  result: 'under way' | 'untouched' | 'no target' | 'failed';
  reason: string;
}

/** Takes one target back to the stage's current release. Safe to repeat: what is done or under way already is not done again. */
export async function startRollback(ports: StartRollbackPorts, input: StartRollbackInput): Promise<RollbackStarted> {
  const { release, stage, target } = input;
  const environment = await holdFence(ports.table, input, input.fence);
  // Before the world is looked at: a start-deployment of another target that is still at work stops when it sees this.
  await recordReason(ports, input);
  const forward = (await ports.table.read(keys.deployment(release, stage, target.name, 'forward'))) as
    | Stored<DeploymentRecord>
    | undefined;
  const step = await planTwice(ports.fleet, target, { environment, forward });
  const ended = (result: RollbackStarted['result'], reason = ''): RollbackStarted => ({
    target: target.name,
    result,
    reason,
  });
  switch (step.kind) {
    case 'untouched':
      return ended('untouched');
    case 'no target':
      return ended('no target', step.reason);
    case 'impossible':
      return ended('failed', step.reason);
    case 'stop':
    case 'redeploy':
    case 'prove':
      await goBack(ports, input, step, forward as DeploymentRecord);
      return ended('under way');
    default:
      return step satisfies never;
  }
}

/** ECS may answer with what was true a moment ago: that there is nothing to ask of it counts only when a second look says so too. */
async function planTwice(
  fleet: Fleet,
  target: Target,
  known: Pick<RollbackFacts, 'environment' | 'forward'>,
): Promise<RollbackStep> {
  const plan = async () => planRollback({ target: target.name, ...known, view: await fleet.view(target) });
  const first = await plan();
  return first.kind === 'redeploy' || first.kind === 'stop' ? first : plan();
}

type WayBack = Extract<RollbackStep, { kind: 'stop' | 'redeploy' | 'prove' }>;

async function goBack(
  ports: StartRollbackPorts,
  input: StartRollbackInput,
  step: WayBack,
  forward: DeploymentRecord,
): Promise<void> {
  await recordIntent(ports, input, step, forward);
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
  forward: DeploymentRecord,
): Promise<void> {
  const { release, stage, target } = input;
  const key = keys.deployment(release, stage, target.name, 'rollback');
  const intent: DeploymentRecord = {
    release,
    stage,
    target: target.name,
    direction: 'rollback',
    taskDefinition: step.to,
    from: forward.taskDefinition,
    image: `@${step.digest}`,
    intentAt: ports.now(),
  };
  await ports.table.write([create(key, intent)]);
}

/** The reason is recorded once, by whichever target comes first. */
function recordReason(
  { table, now }: StartRollbackPorts,
  { release: id, stage, failure }: StartRollbackInput,
): Promise<void> {
  return settleChange(table, async () => {
    const run = (await table.read(keys.run(id, stage))) as Stored<Run>;
    const release = await readRelease(table, id);
    if (run.rollback || release.state === 'ROLLING_BACK') return { changes: [], result: undefined };
    const at = now();
    const why = sayFailure(failure);
    const rolling = record(release, {
      kind: 'rolling-back',
      to: 'ROLLING_BACK',
      at,
      actor: 'bakewatch',
      stage,
      sentence: `turns ${stage} around: ${why}`,
    });
    return { changes: [change(run, { ...run, rollback: { reason: why, at } }), ...rolling], result: undefined };
  });
}
