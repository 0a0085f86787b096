import { describe, expect, it } from 'vitest';
import type { Deployment } from '#core/delivery/deployments.ts';
import { firstWeek, weeksOf } from '#core/delivery/weeks.ts';

/** A Sunday. */
const NOW = Date.UTC(2026, 10, 22, 23, 59);
const MONDAY = Date.UTC(2026, 10, 16);
const WEEK = 7 * 86_400_000;

const deployment = (deployedAt: number, over: Partial<Deployment> = {}): Deployment => ({
  release: 1,
  acceptedAt: deployedAt - 1,
  deployedAt,
  ...over,
});

describe('deployments per week', () => {
  it('begins a week on Monday at midnight UTC, and the last week is this one', () => {
    expect(firstWeek(1, NOW)).toBe(MONDAY);
    expect(firstWeek(1, NOW + 60_000)).toBe(MONDAY + WEEK);
    expect(firstWeek(13, NOW)).toBe(MONDAY - 12 * WEEK);
  });

  it('counts what was good, what failed, also after it was good, and what nobody knows yet', () => {
    const given = [
      deployment(MONDAY - 1, { healthyAt: MONDAY }),
      deployment(MONDAY, { healthyAt: MONDAY + 1 }),
      deployment(MONDAY + 1, { healthyAt: MONDAY + 2, failedAt: MONDAY + 3 }),
      deployment(NOW),
      deployment(MONDAY - WEEK - 1),
    ];
    expect(weeksOf(given, 2, NOW)).toEqual([
      { from: MONDAY - WEEK, good: 1, bad: 0, open: 0 },
      { from: MONDAY, good: 1, bad: 1, open: 1 },
    ]);
  });

  it('shows a week without deployments', () => {
    expect(weeksOf([], 1, NOW)).toEqual([{ from: MONDAY, good: 0, bad: 0, open: 0 }]);
  });
});
