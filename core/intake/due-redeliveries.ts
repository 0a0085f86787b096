import type { FailedDelivery } from '../ports/deliveries.ts';

/** GitHub sends nothing again that is older. https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks */
export const REDELIVERABLE_MS = 3 * 86_400_000;
const MOST_ATTEMPTS = 10;
const FIRST_GAP_MS = 4 * 60_000;

/**
 * Those that should be sent again now: pushes, the first time at once, then after 4 min, 8 min and so on, ten attempts in all.
 * What is refused ten times over a day and more will not be taken the eleventh time.
 */
export const dueRedeliveries = (failed: FailedDelivery[], now: number): FailedDelivery[] =>
  failed.filter(
    ({ event, at, attempts }) =>
      event === 'push' &&
      attempts < MOST_ATTEMPTS &&
      now - at < REDELIVERABLE_MS &&
      (attempts < 2 || now - at >= FIRST_GAP_MS * 2 ** (attempts - 2)),
  );
