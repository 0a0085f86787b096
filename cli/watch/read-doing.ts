import type { Environment, Run } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Plan } from '#core/plan/plan.ts';
import type { Table } from '#core/ports/table.ts';
import { type Release, releaseId } from '#core/release/release.ts';
import type { DoingFacts } from '#core/watch/doing.ts';

/** Reads what is known of the stage that a release is at. Its plan, which never changes, is read once. */
export function doingReader(table: Table): (release: Release) => Promise<DoingFacts> {
  let plan: Plan | undefined;
  return async (release) => {
    const { service, stage } = release;
    if (stage === undefined) return {};
    const id = releaseId(release);
    const [run, environment, kept] = await Promise.all([
      table.read(keys.run(id, stage)) as Promise<Run | undefined>,
      table.read(keys.environment(service, stage)) as Promise<Environment | undefined>,
      plan ?? (table.read(keys.plan(id)).then((item) => item?.['plan']) as Promise<Plan | undefined>),
    ]);
    plan = kept;
    return { run, environment, bake: plan?.stages.find(({ name }) => name === stage)?.bake };
  };
}
