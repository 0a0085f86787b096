import type { StageConfig } from '#core/config/schema.ts';
import type { ConfigItem, Environment, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';

/** The stage as it is configured now; undefined when it is no longer. */
export async function readStage(table: Table, { service, stage }: Environment): Promise<StageConfig | undefined> {
  const listed = await table.read(keys.listedService(service));
  const repository = Number(listed?.['repositoryId'] ?? 0);
  const item = (await table.read(keys.config(repository, service))) as Stored<ConfigItem> | undefined;
  return item?.config.stages.find(({ name }) => name === stage);
}
