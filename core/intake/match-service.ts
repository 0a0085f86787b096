import picomatch from 'picomatch';
import type { ConfigItem } from '../ledger/items.ts';
import { isDeletion, type Push } from './push.ts';

/** Byte for byte: another Unicode form of the same letters is another branch. */
export const isReleasedFrom = (push: Push, { branch }: ConfigItem['config']): boolean =>
  push.ref === `refs/heads/${branch}`;

/**
 * Undefined: this push is a release of the service. Otherwise why it is not. Who made a found push is not known: where only
 * listed senders release it is one all the same, for its intake to reject in the open.
 */
export function whyIgnored(
  push: Push,
  { service, config }: Pick<ConfigItem, 'service' | 'config'>,
): string | undefined {
  if (!isReleasedFrom(push, config)) return `${service} releases ${config.branch} only`;
  const isUnknown = push.found && !isDeletion(push);
  if (config.senders && !isUnknown && !config.senders.includes(push.senderId))
    return `the sender is not among the senders of ${service}`;
  if (isDeletion(push) || !config.paths || !push.changedPaths) return undefined;
  const matches = pathMatcher(config.paths);
  return push.changedPaths.some((path) => matches(path)) ? undefined : `no path of ${service} was changed`;
}

/**
 * A glob that begins with `!` takes away from what the others match, as in GitHub's own path filters; a lone `!` takes nothing
 * away. A name may hold a line break (flag `s`): a commit could otherwise hide its change behind one.
 */
function pathMatcher(globs: string[]): (path: string) => boolean {
  const ignore = globs.filter((glob) => glob.startsWith('!') && glob !== '!').map((glob) => glob.slice(1));
  const wanted = globs.filter((glob) => !glob.startsWith('!'));
  return picomatch(wanted.length > 0 ? wanted : ['**'], { dot: true, ignore, flags: 's' });
}
