import type { Way } from './explanation.ts';
import type { ServiceFacts } from './facts.ts';
import { sayCommand } from './say-command.ts';

/** How a service gets a new release of what is on its branch. Where paths are configured, an empty commit changes none of them. */
export function pushAgain({ service, paths }: Pick<ServiceFacts, 'service' | 'paths'>, branch: string): Way {
  return paths
    ? { what: `push a commit to ${branch} that changes a path of ${service} (${paths.slice(0, 5).join(', ')})` }
    : { what: `push to ${branch} again: an empty commit is enough`, command: sayCommand.pushAgain(branch) };
}
