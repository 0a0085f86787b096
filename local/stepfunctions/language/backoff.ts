import type { Retrier } from './definition.ts';

/**
 * Milliseconds to wait before retry number `attempt` (0 is the first): IntervalSeconds x BackoffRate^attempt, at most
 * MaxDelaySeconds, spread over [0, that] by JitterStrategy FULL.
 */
export function backoff(retrier: Retrier, attempt: number, random: () => number): number {
  const seconds = Math.min(retrier.intervalSeconds * retrier.backoffRate ** attempt, retrier.maxDelaySeconds);
  const milliseconds = seconds * 1000;
  return Math.round(retrier.jitter ? milliseconds * random() : milliseconds);
}
