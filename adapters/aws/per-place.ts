import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { Where } from '#core/ports/alarms.ts';
import { type PlacedClient, refreshExpired } from './refresh-expired.ts';
import type { Roles } from './roles.ts';

/** What a client is made with for a place; without a region or credentials they are the function's own. */
export type Place = Pick<STSClientConfig, 'region' | 'credentials'>;

/** One client per place, made when first needed: making one costs more than a call. */
export function perPlace<Client extends PlacedClient>(
  make: (place: Place) => Client,
  roles: Roles | undefined,
): (where: Where) => Client {
  const clients = new Map<string, Client>();
  return ({ region, role }) => {
    const place = `${region ?? ''} ${role ?? ''}`;
    const known = clients.get(place);
    if (known) return known;
    if (role && !roles) throw new Error(`This function reaches no other accounts, and was asked to be ${role}.`);
    const credentials = role && roles ? { credentials: roles(role) } : {};
    const client = make({ ...(region ? { region } : {}), ...credentials });
    if (role) refreshExpired(client);
    clients.set(place, client);
    return client;
  };
}
