/**
 * Stands in for the SDK's cache of discovered endpoints inside the bundles (esbuild alias): discovery is off unless somebody
 * turns it on, and the least-recently-used list behind the cache is a fortieth of the webhook's bundle. Turned on all the
 * same, it discovers anew for each call.
 */
export const EndpointCache = class NoEndpointCache {
  getEndpoint = (): undefined => undefined;
  get = (): undefined => undefined;
  has = (): boolean => false;
  set = (): void => undefined;
  delete = (): void => undefined;
  clear = (): void => undefined;
};
