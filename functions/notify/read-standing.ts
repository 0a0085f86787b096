import type { Environment, NotedBuild, Run, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { BakeRule, Plan } from '#core/plan/plan.ts';
import type { Key, Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';

/** What the ledger knows of a release besides itself, for its card. */
export interface Standing {
  /** The stages that it has come to, in order. */
  stages: { name: string; run: Run; bake: BakeRule | undefined }[];
  /** Of the stage that it is at. */
  environment: Environment | undefined;
  build: NotedBuild | undefined;
}

/** Reads how a release stands in each of its service's `stages`, by their names in order, and which build it has. */
export async function readStanding(
  table: Pick<Table, 'read'>,
  release: StoredRelease,
  stages: string[],
): Promise<Standing> {
  const id = releaseId(release);
  const { service, stage } = release;
  // It may be at a stage that its service has no more.
  const names = stage === undefined || stages.includes(stage) ? stages : [...stages, stage];
  const [plan, build, environment, ...runs] = await Promise.all([
    table.read(keys.plan(id)).then((kept) => kept?.['plan'] as Plan | undefined),
    table.read(keys.build(id)) as Promise<NotedBuild | undefined>,
    stage === undefined
      ? undefined
      : (table.read(keys.environment(service, stage)) as Promise<Environment | undefined>),
    ...(stage === undefined ? [] : names).map((name) => table.read(keys.run(id, name)) as Promise<Run | undefined>),
  ]);
  const bakeOf = (name: string): BakeRule | undefined => plan?.stages.find((each) => each.name === name)?.bake;
  const reached = names.flatMap((name, i) => (runs[i] ? [{ name, run: runs[i], bake: bakeOf(name) }] : []));
  return { stages: reached, environment, build };
}

/** A table that is asked for each item once: everything on one card is as of one look. */
export function readOnce({ read }: Pick<Table, 'read'>): Pick<Table, 'read'> {
  const known = new Map<string, ReturnType<Table['read']>>();
  return {
    read(key: Key) {
      const name = JSON.stringify([key.pk, key.sk]);
      const found = known.get(name) ?? read(key);
      known.set(name, found);
      return found;
    },
  };
}
