import type { FailedDelivery } from '../ports/deliveries.ts';

/** One attempt to deliver, as the host lists it. */
export interface DeliveryAttempt {
  id: string;
  guid: string;
  event: string;
  at: number;
  /** What it was answered with; 0 when nobody answered. */
  status: number;
}

/**
 * The deliveries none of whose attempts was answered with 2xx and whose last one was made at `since` or later, oldest first. One
 * that was taken once is no failure, whatever became of later attempts.
 */
export function unanswered(attempts: DeliveryAttempt[], since: number): FailedDelivery[] {
  const byGuid = new Map<string, DeliveryAttempt[]>();
  for (const attempt of attempts) byGuid.set(attempt.guid, [...(byGuid.get(attempt.guid) ?? []), attempt]);
  return [...byGuid.values()]
    .filter((all) => !all.some(({ status }) => status >= 200 && status < 300))
    .flatMap((all) => {
      const { id, guid, event, at } = all.reduce((a, b) => (b.at >= a.at ? b : a));
      return at < since ? [] : [{ id, guid, event, at, attempts: all.length }];
    })
    .sort((a, b) => a.at - b.at);
}
