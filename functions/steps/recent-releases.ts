import type { StoredRelease } from '#core/ledger/items.ts';
import { RELEASE_PREFIX, servicePartition } from '#core/ledger/keys.ts';
import type { ReadTable } from '#core/ports/table.ts';

/** The newest releases of a service, newest first, at most `limit`. */
export const recentReleases = (table: ReadTable, service: string, limit: number): Promise<StoredRelease[]> =>
  table.list(servicePartition(service), { prefix: RELEASE_PREFIX, newestFirst: true, limit }) as Promise<
    StoredRelease[]
  >;
