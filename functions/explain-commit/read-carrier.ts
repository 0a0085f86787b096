import { bakeEnd } from '#core/explain/bake-end.ts';
import type { Bake, Carrier } from '#core/explain/facts.ts';
import type { Run } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Plan } from '#core/plan/plan.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import type { Bound } from './find-carriers.ts';

/** A release with its time in each of these stages. */
export async function readCarrier(table: Table, { release, bond }: Bound, stages: string[]): Promise<Carrier> {
  const id = releaseId(release);
  const [bakes, runs] = await Promise.all([
    readBakes(table, id),
    Promise.all(stages.map((stage) => table.read(keys.run(id, stage)) as Promise<Run | undefined>)),
  ]);
  return { release, bond, bakes, runs: Object.fromEntries(runs.flatMap((run) => (run ? [[run.stage, run]] : []))) };
}

async function readBakes(table: Table, id: string): Promise<Record<string, Bake>> {
  const kept = (await table.read(keys.plan(id))) as { plan?: Plan } | undefined;
  return Object.fromEntries((kept?.plan?.stages ?? []).map(({ name, bake }) => [name, bake]));
}

/** When a release's bake in a stage can be over at the earliest; nothing where it does not bake. */
export async function readBakeEnd(table: Table, id: string, stage: string): Promise<{ bakesUntil?: number }> {
  const run = (await table.read(keys.run(id, stage))) as Run | undefined;
  const bakesUntil = run && bakeEnd(run, (await readBakes(table, id))[stage]?.forMs);
  return bakesUntil === undefined ? {} : { bakesUntil };
}
