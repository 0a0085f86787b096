import type { RepositoryId } from '#core/intake/repository-id.ts';
import { SERVICE_PREFIX, SERVICES } from '#core/ledger/keys.ts';
import type { ReadTable } from '#core/ports/table.ts';

export interface ListedService {
  service: string;
  repositoryId: RepositoryId;
}

/** Every service that is configured, by its name. */
export const listServices = async (table: ReadTable): Promise<ListedService[]> =>
  (await table.list(SERVICES, { prefix: SERVICE_PREFIX })) as unknown as ListedService[];
