import type { Environment, Stored } from '#core/ledger/items.ts';
import { healthyPrefix, keys, servicePartition } from '#core/ledger/keys.ts';
import { contentOf } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';
import type { Current } from '#core/release/current.ts';

const LOOKED_AT = 50;

/** What was healthy in the stage, newest first: the last few, and the one that is named. And which of their commits are quarantined. */
export async function readHealthy(
  table: Table,
  { service, stage }: Environment,
  to: number | undefined,
): Promise<{ healthy: Current[]; quarantined: Set<string> }> {
  const options = { prefix: healthyPrefix(stage), newestFirst: true, limit: LOOKED_AT };
  const last = ((await table.list(servicePartition(service), options)) as Stored<Current>[]).map(contentOf<Current>);
  const isThere = to === undefined || last.some(({ release }) => release === to);
  const named = isThere
    ? undefined
    : ((await table.read(keys.healthy(service, stage, to))) as Stored<Current> | undefined);
  const healthy = [...last, ...(named ? [contentOf<Current>(named)] : [])];
  const shas = [...new Set(healthy.map(({ sha }) => sha))];
  const bad = await Promise.all(shas.map((sha) => table.read(keys.quarantine(service, sha))));
  return { healthy, quarantined: new Set(shas.filter((_, i) => bad[i] !== undefined)) };
}
