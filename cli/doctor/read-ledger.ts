import type { LedgerFacts, ServiceLedger } from '#core/doctor/judge-ledger.ts';
import type { Environment, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys, RELEASE_PREFIX, SERVICE_PREFIX, SERVICES, STAGE_PREFIX, servicePartition } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { readFreezes } from '#views/read/read-freezes.ts';
import { readConfig } from '#views/read/read-overview.ts';

/** Whatever is older and has not ended is a holder, or what the sweep looks after. */
const NEWEST = 100;

/** What may not move in the ledger, and what keeps it. */
export async function readLedger(table: Table, now: number): Promise<LedgerFacts> {
  const listed = await table.list(SERVICES, { prefix: SERVICE_PREFIX });
  const services = listed.map((item) => readService(table, item.sk.slice(SERVICE_PREFIX.length), item['repositoryId']));
  return { services: await Promise.all(services), freezes: await readFreezes(table, now) };
}

async function readService(table: Table, service: string, repositoryId: unknown): Promise<ServiceLedger> {
  const partition = servicePartition(service);
  const [newest, environments, config] = await Promise.all([
    table.list(partition, { prefix: RELEASE_PREFIX, newestFirst: true, limit: NEWEST }) as Promise<StoredRelease[]>,
    table.list(partition, { prefix: STAGE_PREFIX }) as Promise<Stored<Environment>[]>,
    readConfig(table, service, repositoryId),
  ]);
  const older = environments
    .flatMap(({ holder }) => holder?.release ?? [])
    .filter((number) => !newest.some((release) => release.number === number));
  const holders = await Promise.all(older.map((number) => table.read(keys.release(service, number))));
  return {
    service,
    appliedAt: config?.at,
    releases: [...newest, ...(holders.filter(Boolean) as StoredRelease[])],
    environments,
  };
}
