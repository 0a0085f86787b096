import type { StoredRelease } from '#core/ledger/items.ts';
import type { Table } from '#core/ports/table.ts';
import { recentReleases } from './recent-releases.ts';

const LOOKED_AT = 50;

/** The other releases of the same service, newest first. A rollback by hand is none: its number and commit say nothing about what is newest. */
export async function recentRivals(table: Table, { service, number }: StoredRelease): Promise<StoredRelease[]> {
  const recent = await recentReleases(table, service, LOOKED_AT);
  return recent.filter((other) => other.number !== number && !other.turnsBack);
}
