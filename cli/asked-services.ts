import { SERVICE_PREFIX, SERVICES } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { UserError } from '#local/installation/user-error.ts';

/** The service that a person names, or every one. Throws UserError when there is none of that name. */
export async function askedServices(table: Table, service: string | undefined): Promise<string[]> {
  const known = (await table.list(SERVICES, { prefix: SERVICE_PREFIX })).map((item) =>
    item.sk.slice(SERVICE_PREFIX.length),
  );
  if (service && !known.includes(service))
    throw new UserError(`There is no service ${service}. There are: ${known.join(', ')}.`);
  return service ? [service] : known;
}
