import { Refusal } from '#core/errors.ts';
import type { DeploymentRecord, Environment, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { change, create, type Entry, record } from '#core/ledger/record.ts';
import type { StagePlan } from '#core/plan/plan.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import type { Current } from '#core/release/current.ts';
import { holdFence, releaseOf } from '#functions/steps/hold-fence.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import { wakeAfterwards } from '#functions/steps/wake.ts';

export interface LeaveStagePorts {
  table: Table;
  tokens: Tokens;
  now: Now;
}

export interface LeaveStageInput {
  release: string;
  stage: StagePlan;
  fence: number;
}

/**
 * One transaction: the stage's current is this release, its lock is free, and after the last stage the release has succeeded.
 * Then whoever waits for the stage is woken.
 */
export async function leaveStage(ports: LeaveStagePorts, input: LeaveStageInput): Promise<{ left: true }> {
  await settleChange(ports.table, async () => {
    const stage = { release: input.release, stage: input.stage.name };
    const environment = await holdFence(ports.table, stage, input.fence).catch(asRefusal);
    // Read after the lock: an earlier attempt that was given up may leave the stage at any moment, and then nobody has the lock.
    const run = (await ports.table.read(keys.run(input.release, input.stage.name))) as Stored<Run> | undefined;
    if (run?.leftAt !== undefined) return { changes: [], result: undefined };
    if (environment instanceof Refusal) throw environment;
    // Whoever was faster: a person has cancelled it, or it has left.
    if (run?.rollback) throw new Refusal('DeploymentRefused', `${run.rollback.reason}.`);
    if (run?.verdict?.kind !== 'healthy')
      throw new Error(
        `${input.release} may not leave ${input.stage.name}: its verdict is ${run?.verdict?.kind ?? 'missing'}.`,
      );
    const at = ports.now();
    const release = await readRelease(ports.table, input.release);
    const current = await becomeCurrent(ports.table, release, input, at);
    return {
      changes: [
        change(environment, freed(environment, current)),
        change(run, { ...run, leftAt: at }),
        create(keys.healthy(release.service, input.stage.name, release.number), current),
        ...record(release, { ...sayLeft(input.stage, run.verdict.reason), at, actor: 'bakewatch' }),
      ],
      result: undefined,
    };
  });
  await wakeAfterwards(ports, [wakeKeys.stage(releaseOf(input.release).service, input.stage.name)]);
  return { left: true };
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}

/** A hold over an inconclusive bake ends with the bake. */
function freed({ holder: _freed, hold, ...rest }: Stored<Environment>, current: Current): Environment {
  return { ...rest, current, ...(hold && hold.kind !== 'inconclusive' ? { hold } : {}) };
}

function sayLeft({ name, last }: StagePlan, verdict: string): Pick<Entry, 'kind' | 'to' | 'stage' | 'sentence'> {
  return last
    ? { kind: 'ended', to: 'SUCCEEDED', stage: name, sentence: `is in ${name}: ${verdict}` }
    : { kind: 'deployed', to: 'WAITING', stage: name, sentence: `passed ${name}: ${verdict}` };
}

async function becomeCurrent(
  table: Table,
  { number, sha, digest }: StoredRelease,
  input: LeaveStageInput,
  at: number,
): Promise<Current> {
  if (!digest) throw new Error(`${input.release} has no digest.`);
  return { release: number, sha, digest, taskDefinitions: await revisions(table, input), at };
}

async function revisions(table: Table, { release, stage }: LeaveStageInput): Promise<Record<string, string>> {
  const records = await Promise.all(
    stage.targets.map(
      async ({ name }) =>
        [
          name,
          (await table.read(keys.deployment(release, stage.name, name, 'forward'))) as Stored<DeploymentRecord>,
        ] as const,
    ),
  );
  return Object.fromEntries(records.map(([name, { taskDefinition }]) => [name, taskDefinition]));
}
