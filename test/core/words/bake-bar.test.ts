import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { bakeBar } from '#core/words/bake-bar.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('the bar of a bake', () => {
  test.each([
    [3 * MINUTE, 10 * MINUTE, '▰▰▰▱▱▱▱▱▱▱ 3 of 10 min'],
    [0, 10 * MINUTE, '▱▱▱▱▱▱▱▱▱▱ 0 of 10 min'],
    [-5, 10 * MINUTE, '▱▱▱▱▱▱▱▱▱▱ 0 of 10 min'],
    [90 * SECOND, 10 * MINUTE, '▰▱▱▱▱▱▱▱▱▱ 90 s of 10 min'],
    [10 * MINUTE - 1, 10 * MINUTE, '▰▰▰▰▰▰▰▰▰▱ 9 of 10 min'],
    [25 * MINUTE, 10 * MINUTE, '▰▰▰▰▰▰▰▰▰▰ 10 of 10 min'],
    [45 * SECOND, 90 * SECOND, '▰▰▰▰▰▱▱▱▱▱ 45 of 90 s'],
    [43 * MINUTE, 90 * MINUTE, '▰▰▰▰▱▱▱▱▱▱ 43 min of 1 h 30 min'],
    [71 * HOUR, 72 * HOUR, '▰▰▰▰▰▰▰▰▰▱ 2 of 3 d'],
    [5, 0, '▰▰▰▰▰▰▰▰▰▰ 0 of 0 ms'],
  ])('after %i ms of %i', (passed, all, bar) => {
    expect(bakeBar(passed, all)).toBe(bar);
  });

  it('is full if and only if all of it has passed, and never goes back', () => {
    const ms = fc.integer({ min: 1, max: 7 * 24 * HOUR });
    const cells = (passed: number, all: number) => bakeBar(passed, all).match(/▰/g)?.length ?? 0;
    fc.assert(
      fc.property(ms, fc.nat(8 * 24 * HOUR), fc.nat(HOUR), (all, passed, later) => {
        expect(cells(passed, all) === 10).toBe(passed >= all);
        expect(cells(passed + later, all)).toBeGreaterThanOrEqual(cells(passed, all));
      }),
    );
  });
});
