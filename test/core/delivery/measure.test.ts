import { describe, expect, it } from 'vitest';
import { deploymentsTo } from '#core/delivery/deployments.ts';
import { measure } from '#core/delivery/measure.ts';
import { spreadOf } from '#core/delivery/spread.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { at, byHand, healthy, turned } from './passages.ts';

const DAY = 24 * 60;

describe('the figures of a window', () => {
  it('count deployments, times and failures', () => {
    const stuck = turned(9, 300);
    const passages = [
      healthy(5, 0),
      healthy(6, 100),
      byHand(7, 150, 6),
      turned(8, 200),
      { ...stuck, release: { ...stuck.release, state: 'ROLLBACK_FAILED' as const } },
    ];
    expect(measure(deploymentsTo('production', passages), 2, at(400))).toEqual({
      days: 2,
      deployments: { count: 4, perDay: 2 },
      leadTime: { n: 2, medianMs: 20 * MINUTE, p90Ms: 20 * MINUTE },
      changeFailure: { failed: 3, of: 4, rate: 0.75 },
      timeToRestore: { n: 2, medianMs: 4 * MINUTE, p90Ms: 5 * MINUTE, open: 1 },
    });
  });

  it('of nothing say none, and no rate and no time', () => {
    expect(measure([], 30, at(0))).toEqual({
      days: 30,
      deployments: { count: 0, perDay: 0 },
      leadTime: { n: 0 },
      changeFailure: { failed: 0, of: 0 },
      timeToRestore: { n: 0, open: 0 },
    });
  });

  it('leave out of the rate what still bakes', () => {
    const baking = { release: 9, acceptedAt: at(0), deployedAt: at(10) };
    expect(measure([baking, { ...baking, healthyAt: at(20) }], 7, at(60))).toMatchObject({
      deployments: { count: 2 },
      changeFailure: { failed: 0, of: 1, rate: 0 },
    });
  });

  it('take a deployment into the window from its first moment on', () => {
    const deployment = { release: 9, acceptedAt: at(0), deployedAt: at(10), healthyAt: at(20) };
    expect(measure([deployment], 1, at(10 + DAY)).deployments.count).toBe(1);
    expect(measure([deployment], 1, at(10 + DAY) + 1).deployments.count).toBe(0);
  });

  it('never have a time below nothing, whatever two clocks say', () => {
    const hasty = { release: 9, acceptedAt: at(0), deployedAt: at(0), healthyAt: at(-1) };
    expect(measure([hasty], 1, at(10)).leadTime).toEqual({ n: 1, medianMs: 0, p90Ms: 0 });
  });
});

describe('a spread', () => {
  it.each([
    [[], { n: 0 }],
    [[4], { n: 1, medianMs: 4, p90Ms: 4 }],
    [[10, 2], { n: 2, medianMs: 6, p90Ms: 10 }],
    [[9, 100, 1], { n: 3, medianMs: 9, p90Ms: 100 }],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { n: 10, medianMs: 5.5, p90Ms: 9 }],
    [[11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { n: 11, medianMs: 6, p90Ms: 10 }],
  ])('of %j is %j', (durations, spread) => {
    expect(spreadOf(durations)).toEqual(spread);
  });
});
