import { sayTime } from '../words/say-time.ts';
import type { Seen } from './command.ts';

const LONGEST_DIGEST = 19;

/** What has changed since the person looked; undefined when nothing has that she was shown. */
export function sayStale(seen: Seen | undefined, now: Seen): string | undefined {
  if (!seen) return undefined;
  const changed = [
    differs(seen.digest, now.digest, 'the digest', (digest) => digest.slice(0, LONGEST_DIGEST)),
    differs(seen.state, now.state, 'the state', String),
    differs(seen.stage, now.stage, 'the stage', String),
    differs(seen.current, now.current, 'the current release', (number) => `#${number}`),
    differs(seen.holdSince, now.holdSince, 'the hold', (at) => `since ${sayTime(at)}`),
  ].filter((sentence) => sentence !== undefined);
  return changed.length > 0 ? `this is no longer what you were shown: ${changed.join('; ')}` : undefined;
}

function differs<T>(seen: T | undefined, now: T | undefined, what: string, say: (value: T) => string) {
  if (seen === undefined || seen === now) return undefined;
  return `${what} was ${say(seen)}, now ${now === undefined ? 'there is none' : `it is ${say(now)}`}`;
}
