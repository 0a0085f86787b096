import picomatch from 'picomatch';
import type { ConfigItem } from '../ledger/items.ts';
import { isDeletion, type Push } from './push.ts';

/** Undefined: this push is a release of the service. Otherwise why it is not. */
export function whyIgnored(
  push: Push,
  { service, config }: Pick<ConfigItem, 'service' | 'config'>,
): string | undefined {
  if (push.ref !== `refs/heads/${config.branch}`) return `${service} releases ${config.branch} only`;
  if (config.senders && !config.senders.includes(push.senderId))
    return `the sender is not among the senders of ${service}`;
  if (isDeletion(push) || !config.paths || !push.changedPaths) return undefined;
  const matches = picomatch(config.paths, { dot: true });
  return push.changedPaths.some((path) => matches(path)) ? undefined : `no path of ${service} was changed`;
}
