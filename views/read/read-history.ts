import type { ReadTable } from '#core/ports/table.ts';
import { listServices } from '#functions/steps/list-services.ts';
import { recentReleases } from '#functions/steps/recent-releases.ts';
import type { ReleaseRow } from '../views.ts';
import { rowOf } from './read-overview.ts';

export interface ReleaseHistory {
  now: number;
  /** Those accepted last come first. */
  releases: ReleaseRow[];
  /** There are older ones. */
  hasMore: boolean;
}

/** The last releases of one service, or of all that are configured. */
export async function readHistory(
  table: ReadTable,
  { service, last, now }: { service?: string | undefined; last: number; now: number },
): Promise<ReleaseHistory> {
  const services = service ? [service] : (await listServices(table)).map((listed) => listed.service);
  const found = await Promise.all(services.map((name) => recentReleases(table, name, last + 1)));
  const releases = found.flat().sort((one, other) => other.acceptedAt - one.acceptedAt || other.number - one.number);
  return { now, releases: releases.slice(0, last).map(rowOf), hasMore: releases.length > last };
}
