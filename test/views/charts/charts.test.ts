import { describe, expect, it } from 'vitest';
import { inLanes } from '#views/charts/in-lanes.ts';
import { spansOf } from '#views/charts/spans-of.ts';
import { thin } from '#views/charts/thin.ts';
import { timeTicks } from '#views/charts/time-ticks.ts';

const NOON = Date.UTC(2026, 10, 22, 12);

describe('what an alarm was between two moments', () => {
  const change = (at: number, from: string, to: string) => ({ at, from, to });

  it('is what it is now when it has not changed since', () => {
    expect(spansOf([], 10, 20, 'OK')).toEqual([{ from: 10, to: 20, state: 'OK' }]);
  });

  it('begins with what the first change left behind, and goes on with each', () => {
    const changes = [change(12, 'OK', 'ALARM'), change(15, 'ALARM', 'OK')];
    expect(spansOf(changes, 10, 20, 'OK')).toEqual([
      { from: 10, to: 12, state: 'OK' },
      { from: 12, to: 15, state: 'ALARM' },
      { from: 15, to: 20, state: 'OK' },
    ]);
  });

  it('does not take what happened afterwards for what was', () => {
    expect(spansOf([change(25, 'OK', 'ALARM')], 10, 20, 'ALARM')).toEqual([{ from: 10, to: 20, state: 'OK' }]);
  });
});

describe('thinning', () => {
  const points = [1, 9, 2, 0, 5].map((value, i) => ({ at: i * 1_000, value }));

  it('keeps few points as they are', () => {
    expect(thin(points, { periodMs: 1_000, most: 5, minds: 'high' })).toEqual({ points, step: 1 });
  });

  it('never loses the worst', () => {
    expect(thin(points, { periodMs: 1_000, most: 3, minds: 'high' })).toEqual({
      points: [
        { at: 0, value: 9 },
        { at: 2_000, value: 2 },
        { at: 4_000, value: 5 },
      ],
      step: 2,
    });
    expect(thin(points, { periodMs: 1_000, most: 3, minds: 'low' }).points.map(({ value }) => value)).toEqual([
      1, 0, 5,
    ]);
  });
});

describe('an axis of time', () => {
  it.each([
    [12_000, ['12:00:00', '12:00:05', '12:00:10']],
    [240_000, ['12:00', '12:01', '12:02', '12:03', '12:04']],
    [2 * 86_400_000, ['12:00', '23 Nov', '12:00', '24 Nov', '12:00']],
    [9 * 86_400_000, ['23 Nov', '25 Nov', '27 Nov', '29 Nov', '1 Dec']],
  ])('of %d ms is marked at round moments', (length, expected) => {
    expect(timeTicks(NOON, NOON + length, 5).map(({ label }) => label)).toEqual(expected);
  });
});

describe('labels', () => {
  it('are put into lanes in which they do not touch, and stay between the edges', () => {
    const placed = inLanes(
      [
        { x: 5, label: 'deploy' },
        { x: 20, label: 'bake begins' },
        { x: 295, label: 'restored' },
      ],
      0,
      300,
    );
    expect(placed.map(({ lane, anchor }) => [lane, anchor])).toEqual([
      [0, 'start'],
      [1, 'start'],
      [0, 'end'],
    ]);
  });
});
