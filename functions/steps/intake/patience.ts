import type { Patience } from '../settle-change.ts';

const ATTEMPTS = 24;
const FIRST_MS = 25;
const LONGEST_MS = 1_500;

/**
 * How long a push waits for its number in a burst: full jitter, so that those who collided spread out; about ten seconds
 * in all. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function burstPatience(random: () => number, sleep: (ms: number) => Promise<void>): Patience {
  return {
    attempts: ATTEMPTS,
    pause: (attempt) => sleep(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1))),
  };
}
