import type { ConfigItem, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { type ListedService, listServices } from '#functions/steps/list-services.ts';
import type { KnownService } from './order-context.ts';

/** The service that an order names, or all of them, as they are configured now; or why there is none. */
export async function readServices(table: Table, service: string | undefined): Promise<KnownService[] | string> {
  const listed = await listServices(table);
  const wanted = listed.filter((each) => service === undefined || each.service === service);
  if (wanted.length === 0)
    return `there is no service ${service ?? 'at all'}${listed.length > 0 ? `: there are ${listed.map((each) => each.service).join(', ')}` : ''}`;
  const known = await Promise.all(wanted.map((each) => readService(table, each)));
  // What is not configured releases nothing, and must not keep anybody from freezing everything.
  const found = known.filter((each) => each !== undefined);
  return found.length > 0
    ? found
    : `${service ?? 'no service'} is ${service ? 'not ' : ''}configured: nobody knows who may do this`;
}

async function readService(table: Table, { service, repositoryId }: ListedService): Promise<KnownService | undefined> {
  const item = (await table.read(keys.config(repositoryId, service))) as Stored<ConfigItem> | undefined;
  return item && { service, config: item.config };
}
