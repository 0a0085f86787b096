import { Refusal } from '#core/errors.ts';
import type { Run, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import { sayRevision } from '#core/words/say-time.ts';
import { holdFence } from '#functions/steps/hold-fence.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

export interface RecordMigrationInput {
  release: string;
  stage: string;
  fence: number;
}

/** The migration's task has exited with 0. Throws `DeploymentRefused` when a person has cancelled the release meanwhile. */
export function recordMigration(
  { table, now }: { table: Table; now: Now },
  input: RecordMigrationInput,
): Promise<{ migrated: true }> {
  return settleChange(table, async () => {
    await holdFence(table, input, input.fence);
    const run = (await table.read(keys.run(input.release, input.stage))) as Stored<Run>;
    if (run.rollback) throw new Refusal('DeploymentRefused', `${run.rollback.reason}.`);
    const { migration } = run;
    if (!migration) throw new Error(`${input.release} has no migration in ${input.stage} that could be over.`);
    if (migration.doneAt !== undefined) return { changes: [], result: { migrated: true } };
    const at = now();
    const done = record(await readRelease(table, input.release), {
      kind: 'migrated',
      at,
      actor: 'bakewatch',
      stage: input.stage,
      sentence: `the migration ${sayRevision(migration.taskDefinition)} for ${input.stage} is done`,
    });
    return {
      changes: [change(run, { ...run, migration: { ...migration, doneAt: at } }), ...done],
      result: { migrated: true },
    };
  });
}
