import { Refusal } from '#core/errors.ts';
import type { Run, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { MigratePlan } from '#core/plan/plan.ts';
import { whereOf } from '#core/plan/where-of.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet, Target } from '#core/ports/fleet.ts';
import type { Table } from '#core/ports/table.ts';
import { sayRevision } from '#core/words/say-time.ts';
import { holdFence } from '#functions/steps/hold-fence.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { renewLease } from '#functions/steps/renew-lease.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

export interface PrepareMigrationPorts {
  table: Table;
  fleet: Pick<Fleet, 'register'>;
  now: Now;
}

export interface PrepareMigrationInput {
  release: string;
  stage: string;
  fence: number;
  migrate: MigratePlan;
  /** The stage's targets: the migration's task runs where the first is. */
  targets: Target[];
  image: string;
}

/** Gives the migration's task the release's image and notes, before it runs, that it is going to: it runs at most once per release. */
export async function prepareMigration(
  ports: PrepareMigrationPorts,
  input: PrepareMigrationInput,
): Promise<{ taskDefinition: string }> {
  await renewLease(ports, input, input.fence, input.migrate.withinSeconds);
  const before = await readRun(ports.table, input);
  refuseTurned(before);
  const taskDefinition = before.migration?.taskDefinition ?? (await register(ports.fleet, input));
  await settleChange(ports.table, async () => {
    await holdFence(ports.table, input, input.fence);
    const run = await readRun(ports.table, input);
    refuseTurned(run);
    if (run.migration) return { changes: [], result: undefined };
    const at = ports.now();
    const noted = record(await readRelease(ports.table, input.release), {
      kind: 'migrated',
      at,
      actor: 'bakewatch',
      stage: input.stage,
      sentence: `migrates for ${input.stage} with ${sayRevision(taskDefinition)}, before any traffic${input.migrate.reversible ? '' : '; what it does cannot be undone'}`,
    });
    const migration = { startedAt: at, taskDefinition, reversible: input.migrate.reversible };
    return { changes: [change(run, { ...run, migration }), ...noted], result: undefined };
  });
  return { taskDefinition: (await readRun(ports.table, input)).migration?.taskDefinition ?? taskDefinition };
}

/** A person may cancel it at any moment until it is noted that it runs. */
function refuseTurned({ rollback }: Run): void {
  if (rollback) throw new Refusal('DeploymentRefused', `${rollback.reason}.`);
}

const readRun = async (table: Table, { release, stage }: PrepareMigrationInput): Promise<Stored<Run>> =>
  (await table.read(keys.run(release, stage))) as Stored<Run>;

function register(
  fleet: Pick<Fleet, 'register'>,
  { migrate, targets, image, release }: PrepareMigrationInput,
): Promise<string> {
  const { task, container, cluster } = migrate;
  const target: Target = { name: task, service: task, cluster, container, ...whereOf(targets) };
  return fleet.register(target, task, image, release);
}
