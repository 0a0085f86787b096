import { createHash } from 'node:crypto';
import type { Config } from '#core/config/schema.ts';
import { isRepositoryId, type RepositoryId } from '#core/intake/repository-id.ts';
import type { ConfigItem, Stored } from '#core/ledger/items.ts';
import { keys, SERVICE_PREFIX, SERVICES } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';

/**
 * Puts a checked configuration into the ledger, where the functions read it. Releases under way keep the plan they began with.
 * Returns the names of the services that changed.
 */
export async function applyConfig(table: Table, config: Config, now: number): Promise<string[]> {
  const changed: string[] = [];
  for (const [service, settings] of Object.entries(config.services)) {
    const key = keys.config(settings.repository.id, service);
    const known = (await table.read(key)) as Stored<ConfigItem> | undefined;
    const hash = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
    if (known?.hash === hash) continue;
    const item: ConfigItem = { service, repositoryId: settings.repository.id, config: settings, hash, at: now };
    const listed = await table.read(keys.listedService(service));
    await forgetRepository(table, service, listed?.['repositoryId'], settings.repository.id);
    await table.write([
      put(key, known, item),
      put(keys.listedService(service), listed, { service, repositoryId: settings.repository.id }),
    ]);
    changed.push(service);
  }
  await forgetOthers(table, config);
  return changed;
}

/** A service that moved to another repository is no longer released from the old one. */
async function forgetRepository(table: Table, service: string, before: unknown, now: RepositoryId): Promise<void> {
  if (!isRepositoryId(before) || before === now) return;
  const item = await table.read(keys.config(before, service));
  if (item) await table.write([{ remove: item, expected: item.version }]);
}

/** A service that is no longer configured, or moved to another repository, gets no more releases; its history stays. */
async function forgetOthers(table: Table, config: Config): Promise<void> {
  for (const listed of await table.list(SERVICES, { prefix: SERVICE_PREFIX })) {
    const { service, repositoryId } = listed as unknown as { service: string; repositoryId: RepositoryId };
    if (config.services[service]) continue;
    const item = await table.read(keys.config(repositoryId, service));
    if (item)
      await table.write([
        { remove: item, expected: item.version },
        { remove: listed, expected: listed.version },
      ]);
  }
}
