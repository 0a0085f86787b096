import type { Environment, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseOf } from '#functions/steps/hold-fence.ts';

export async function findRelease(table: Table, id: string): Promise<StoredRelease | undefined> {
  const { service, number } = releaseOf(id);
  return (await table.read(keys.release(service, number))) as StoredRelease | undefined;
}

export const noRelease = (id: string): { refused: string } => ({ refused: `there is no release ${id}` });

export const findEnvironment = (table: Table, service: string, stage: string) =>
  table.read(keys.environment(service, stage)) as Promise<Stored<Environment> | undefined>;

export const noEnvironment = (service: string, stage: string): { refused: string } => ({
  refused: `${service} has no stage ${stage} that anything was deployed to`,
});

export const findRun = async (
  table: Table,
  release: string,
  stage: string | undefined,
): Promise<Stored<Run> | undefined> =>
  stage === undefined ? undefined : ((await table.read(keys.run(release, stage))) as Stored<Run> | undefined);
