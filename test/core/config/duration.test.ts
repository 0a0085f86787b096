import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, sayDuration } from '#core/config/duration.ts';

describe('a duration', () => {
  it.each([
    ['1s', 1_000],
    ['90s', 90_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
  ])('is read: %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '0s', '05m', '5', 'm', '5 m', '1.5h', '-1h', '5M', '5ms', '1h30m', '5m\n', '1234567s'])(
    'is not guessed: %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_000, '1 s'],
    [10_000, '10 s'],
    [10_400, '10 s'],
    [1_500, '1.5 s'],
    [9_960, '10 s'],
    [45_000, '45 s'],
    [119_000, '119 s'],
    [120_000, '2 min'],
    [3_599_000, '1 h'],
    [5_400_000, '1 h 30 min'],
    [7_199_999, '2 h'],
    [172_800_000, '2 d'],
  ])('is said as people do: %d ms is %s', (ms, text) => {
    expect(sayDuration(ms)).toBe(text);
  });

  it('never says 60 minutes, nor 24 hours of a day that is over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 * 86_400_000 }), (ms) => {
        const minutes = Number(/(\d+) min/.exec(sayDuration(ms))?.[1] ?? 0);
        return minutes < 60;
      }),
      { numRuns: 2_000, examples: [[3_599_999], [7_199_999], [3_570_000]] },
    );
  });
});
