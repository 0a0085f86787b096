import { isRepositoryId } from '#core/intake/repository-id.ts';
import type { ConfigItem, StoredRelease } from '#core/ledger/items.ts';
import { keys, SERVICE_PREFIX, SERVICES } from '#core/ledger/keys.ts';
import type { Repository } from '#core/ports/source-host.ts';
import type { Table } from '#core/ports/table.ts';
import { recentReleases } from '#functions/steps/recent-releases.ts';

/** A service as the ledger has it: its configuration, and its newest releases, newest first. */
export interface KnownService {
  service: string;
  /** Absent: it is no longer configured. */
  config?: ConfigItem['config'];
  repository?: Repository;
  releases: StoredRelease[];
}

/** Older ones are found by their own hash only, not by what contains them. */
const LOOKED_AT = 1_000;

/** Every configured service; or only the one that was asked about, configured or not. */
export async function readKnown(table: Table, only?: string): Promise<KnownService[]> {
  const listed = await table.list(SERVICES, { prefix: SERVICE_PREFIX });
  const names = only ? [only] : listed.map(({ sk }) => sk.replace(/^SERVICE#/, ''));
  return Promise.all(
    names.map((service) =>
      readOne(table, service, listed.find(({ sk }) => sk === keys.listedService(service).sk)?.['repositoryId']),
    ),
  );
}

async function readOne(table: Table, service: string, repositoryId: unknown): Promise<KnownService> {
  const releases = await recentReleases(table, service, LOOKED_AT);
  const id = isRepositoryId(repositoryId) ? repositoryId : releases[0]?.repositoryId;
  const item = id === undefined ? undefined : ((await table.read(keys.config(id, service))) as ConfigItem | undefined);
  const name = item?.config.repository.name ?? releases[0]?.repositoryName;
  return {
    service,
    releases,
    ...(item ? { config: item.config } : {}),
    ...(id !== undefined && name !== undefined ? { repository: { id, name } } : {}),
  };
}
