import type { LedgerFacts, ServiceLedger } from '#core/doctor/judge-ledger.ts';
import type { Environment, Stored, StoredRelease } from '#core/ledger/items.ts';
import {
  checksPartition,
  keys,
  NEWS_PREFIX,
  RELEASE_PREFIX,
  SERVICE_PREFIX,
  SERVICES,
  STAGE_PREFIX,
  servicePartition,
} from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { readFreezes } from '#views/read/read-freezes.ts';
import { readConfig } from '#views/read/read-overview.ts';

/** Whatever is older and has not ended is a holder, or what the sweep looks after. */
const NEWEST = 100;
/** Of the releases with checks. */
const LOOKED_AT = 5;
const TOLD_AFTER_MS = 10 * 60_000;
const KEPT_MS = 13 * 86_400_000;

/** What may not move in the ledger, and what keeps it. */
export async function readLedger(table: Table, now: number): Promise<LedgerFacts> {
  const listed = await table.list(SERVICES, { prefix: SERVICE_PREFIX });
  const services = listed.map((item) =>
    readService(table, { service: item.sk.slice(SERVICE_PREFIX.length), repositoryId: item['repositoryId'], now }),
  );
  return { services: await Promise.all(services), freezes: await readFreezes(table, now) };
}

async function readService(
  table: Table,
  { service, repositoryId, now }: { service: string; repositoryId: unknown; now: number },
): Promise<ServiceLedger> {
  const partition = servicePartition(service);
  const [newest, environments, config] = await Promise.all([
    table.list(partition, { prefix: RELEASE_PREFIX, newestFirst: true, limit: NEWEST }) as Promise<StoredRelease[]>,
    table.list(partition, { prefix: STAGE_PREFIX }) as Promise<Stored<Environment>[]>,
    readConfig(table, service, repositoryId),
  ]);
  const older = environments
    .flatMap(({ holder }) => holder?.release ?? [])
    .filter((number) => !newest.some((release) => release.number === number));
  const isToldOfChecks = await readNews(table, newest, now);
  const holders = await Promise.all(older.map((number) => table.read(keys.release(service, number))));
  return {
    service,
    appliedAt: config?.at,
    releases: [...newest, ...(holders.filter(Boolean) as StoredRelease[])],
    environments,
    ...(isToldOfChecks === undefined ? {} : { isToldOfChecks }),
  };
}

/** Of the few newest releases that have waited long enough to be told of something, and not so long ago that it is forgotten. */
async function readNews(table: Table, releases: StoredRelease[], now: number): Promise<boolean | undefined> {
  const waited = releases.filter(
    ({ checks }) => checks && now - checks.since > TOLD_AFTER_MS && now - checks.since < KEPT_MS,
  );
  const news = await Promise.all(
    waited
      .slice(0, LOOKED_AT)
      .map(({ repositoryId, sha }) =>
        table.list(checksPartition(repositoryId, sha), { prefix: NEWS_PREFIX, limit: 1 }),
      ),
  );
  return news.length > 0 ? news.some((found) => found.length > 0) : undefined;
}
