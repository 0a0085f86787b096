import type { DeploymentRecord, Environment, Run, Stored } from '#core/ledger/items.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { StagePlan } from '#core/plan/plan.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { holdFence, releaseOf } from '#functions/steps/holds-fence.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import { wake } from '#functions/steps/wake.ts';

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
  const { service, number } = releaseOf(input.release);
  await settleChange(ports.table, async () => {
    const run = (await ports.table.read(keys.run(input.release, input.stage.name))) as Stored<Run> | undefined;
    if (run?.leftAt !== undefined) return { changes: [], result: undefined };
    const environment = await holdFence(ports.table, { release: input.release, stage: input.stage.name }, input.fence);
    const verdict = run?.verdict;
    if (!run || verdict?.kind !== 'healthy')
      throw new Error(
        `${input.release} may not leave ${input.stage.name}: its verdict is ${verdict?.kind ?? 'missing'}.`,
      );
    const release = await readRelease(ports.table, input.release);
    if (!release.digest) throw new Error(`${input.release} has no digest.`);
    const at = ports.now();
    const current = {
      release: number,
      sha: release.sha,
      digest: release.digest,
      taskDefinitions: await revisions(ports.table, input),
      at,
    };
    const { holder: _freed, hold, ...rest } = environment;
    const next: Environment = { ...rest, current, ...(hold && hold.kind !== 'inconclusive' ? { hold } : {}) };
    const left = record(release, {
      kind: input.stage.last ? 'ended' : 'deployed',
      to: input.stage.last ? 'SUCCEEDED' : 'WAITING',
      at,
      actor: 'bakewatch',
      stage: input.stage.name,
      sentence: input.stage.last
        ? `is in ${input.stage.name}: ${verdict.reason}`
        : `passed ${input.stage.name}: ${verdict.reason}`,
    });
    return { changes: [change(environment, next), change(run, { ...run, leftAt: at }), ...left], result: undefined };
  });
  await wake(ports, [wakeKeys.stage(service, input.stage.name)]);
  return { left: true };
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
