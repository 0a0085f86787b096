import { type Host, hostOf, isRepositoryId } from '#core/intake/repository-id.ts';
import { SERVICE_PREFIX, SERVICES } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';

/** The hosts that the ledger's services are released from; none where the ledger cannot be read, which is said elsewhere. */
export async function readHosts(table: Table): Promise<ReadonlySet<Host>> {
  const listed = await table.list(SERVICES, { prefix: SERVICE_PREFIX }).catch(() => []);
  const ids = listed.map((item): unknown => item['repositoryId']).filter(isRepositoryId);
  return new Set(ids.map(hostOf));
}
