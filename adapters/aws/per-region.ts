/** One client per region, made when first needed: making one costs more than a call. The empty region is the function's own. */
export function perRegion<Client>(
  make: (region: { region?: string }) => Client,
): (where: { region?: string | undefined }) => Client {
  const clients = new Map<string, Client>();
  return ({ region }) => {
    const known = clients.get(region ?? '');
    if (known) return known;
    const client = make(region ? { region } : {});
    clients.set(region ?? '', client);
    return client;
  };
}
