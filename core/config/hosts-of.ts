import { type Host, hostOf } from '../intake/repository-id.ts';
import type { Config } from './schema.ts';

/** The hosts that some service's repository is at: what belongs to others is not installed. Before there is a service, it is GitHub. */
export function hostsOf({ services }: Pick<Config, 'services'>): ReadonlySet<Host> {
  const hosts = Object.values(services).map(({ repository }) => hostOf(repository.id));
  return new Set(hosts.length > 0 ? hosts : ['github']);
}
