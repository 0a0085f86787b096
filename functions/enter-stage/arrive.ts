import type { Environment, Run, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create, put, record } from '#core/ledger/record.ts';
import type { StagePlan } from '#core/plan/plan.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import { isTerminal, type Release, releaseId } from '#core/release/release.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

/** A rollback by hand supersedes other rollbacks, never a release: its number says nothing about what is newest. */
const reached = ({ arrived, turning = 0 }: Environment, { number, turnsBack }: Release): Partial<Environment> =>
  turnsBack ? { turning: Math.max(turning, number) } : { arrived: Math.max(arrived, number) };

/**
 * Records that the release has reached the stage, once: from now on every older one that still waits there is superseded.
 * Returns whether it was news, so that those who wait can be woken.
 */
export function arrive(
  ports: { table: Table; now: Now },
  input: { release: string; stage: StagePlan },
): Promise<boolean> {
  return settleChange(ports.table, async () => {
    const release = await readRelease(ports.table, input.release);
    const runKey = keys.run(releaseId(release), input.stage.name);
    if (isTerminal(release.state) || (await ports.table.read(runKey))) return { changes: [], result: false };
    const at = ports.now();
    const environmentKey = keys.environment(release.service, input.stage.name);
    const known = (await ports.table.read(environmentKey)) as Stored<Environment> | undefined;
    const environment: Environment = known ?? {
      service: release.service,
      stage: input.stage.name,
      fence: 0,
      arrived: 0,
    };
    const run: Run = { release: releaseId(release), stage: input.stage.name, arrivedAt: at };
    const arrival = record(release, {
      kind: 'arrived',
      to: 'WAITING',
      at,
      actor: 'bakewatch',
      stage: input.stage.name,
      sentence: `reached ${input.stage.name}`,
    });
    return {
      changes: [
        create(runKey, run),
        put(environmentKey, known, { ...environment, ...reached(environment, release) }),
        ...arrival,
      ],
      result: true,
    };
  });
}
