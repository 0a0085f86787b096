import { describe, expect, it } from 'vitest';
import { dueRedeliveries } from '#core/intake/due-redeliveries.ts';
import { type DeliveryAttempt, unanswered } from '#core/intake/unanswered.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE = 60_000;
const attempt = (guid: string, at: number, status: number): DeliveryAttempt => ({
  id: `${guid}-${at}`,
  guid,
  event: 'push',
  at,
  status,
});

describe('which deliveries were not taken', () => {
  it('are those of which no attempt was answered with 2xx, with their last attempt', () => {
    const attempts = [
      attempt('taken later', 1, 503),
      attempt('taken later', 5, 202),
      attempt('taken first', 2, 200),
      attempt('taken first', 9, 500),
      attempt('refused twice', 7, 401),
      attempt('refused twice', 3, 503),
      attempt('unanswered', 4, 0),
      attempt('redirected', 6, 302),
    ];
    expect(unanswered(attempts, 0)).toEqual([
      { id: 'unanswered-4', guid: 'unanswered', event: 'push', at: 4, attempts: 1 },
      { id: 'redirected-6', guid: 'redirected', event: 'push', at: 6, attempts: 1 },
      { id: 'refused twice-7', guid: 'refused twice', event: 'push', at: 7, attempts: 2 },
    ]);
    expect(unanswered(attempts, 6).map(({ guid }) => guid)).toEqual(['redirected', 'refused twice']);
  });
});

describe('which of them are sent again', () => {
  const failed = (attempts: number, agoMs: number, event = 'push') => ({
    id: '1',
    guid: 'g',
    event,
    at: NOON - agoMs,
    attempts,
  });
  const isDue = (...args: Parameters<typeof failed>) => dueRedeliveries([failed(...args)], NOON).length > 0;

  it.each([
    [1, 0, true],
    [2, 4 * MINUTE - 1, false],
    [2, 4 * MINUTE, true],
    [3, 8 * MINUTE - 1, false],
    [3, 8 * MINUTE, true],
    [9, 512 * MINUTE - 1, false],
    [9, 512 * MINUTE, true],
    [10, 2 * 86_400_000, false],
  ])('after %i attempts, %i ms after the last: %s', (attempts, ago, due) => {
    expect(isDue(attempts, ago)).toBe(due);
  });

  it('are no older than three days, and pushes', () => {
    expect(isDue(1, 3 * 86_400_000)).toBe(false);
    expect(isDue(1, 3 * 86_400_000 - 1)).toBe(true);
    expect(isDue(1, 0, 'ping')).toBe(false);
  });
});
