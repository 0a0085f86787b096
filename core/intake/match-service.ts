import picomatch from 'picomatch';
import type { ConfigItem } from '../ledger/items.ts';
import { isDeletion, type Push } from './push.ts';

/** Byte for byte: another Unicode form of the same letters is another branch. */
export const isReleasedFrom = (push: Push, { branch }: ConfigItem['config']): boolean =>
  push.ref === `refs/heads/${branch}`;

/** Undefined: this push is a release of the service. Otherwise why it is not. */
export function whyIgnored(
  push: Push,
  { service, config }: Pick<ConfigItem, 'service' | 'config'>,
): string | undefined {
  if (!isReleasedFrom(push, config)) return `${service} releases ${config.branch} only`;
  if (config.senders && !config.senders.includes(push.senderId))
    return `the sender is not among the senders of ${service}`;
  if (isDeletion(push) || !config.paths || !push.changedPaths) return undefined;
  const matches = pathMatcher(config.paths);
  return push.changedPaths.some((path) => matches(path)) ? undefined : `no path of ${service} was changed`;
}

/** A glob that begins with `!` takes away from what the others match, as in GitHub's own path filters. */
function pathMatcher(globs: string[]): (path: string) => boolean {
  const ignore = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  const wanted = globs.filter((glob) => !glob.startsWith('!'));
  return picomatch(wanted.length > 0 ? wanted : ['**'], { dot: true, ignore });
}
