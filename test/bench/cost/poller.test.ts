import { expect, test } from 'vitest';
import { pollerEvents, pollerRounds, pollerUsage } from '../../../bench/cost/poller.ts';
import { dollars } from '../../../bench/cost/usage.ts';

test('a poller of an hour`s bake, once a minute, makes 25 transitions and three for each of its 85 rounds', () => {
  expect(pollerRounds([3_600], 60)).toBe(85);
  expect(pollerUsage([3_600], 60).transitions).toBe(280);
});

test('a phase that ends within a period is asked once more: every phase rounds up by itself', () => {
  expect(pollerRounds([61], 60) - pollerRounds([60], 60)).toBe(1);
  expect(pollerRounds([3_600], 7 * 60)).toBe(2 + 1 + 1 + 1 + 9);
});

test('a poller of a three days` bake has more events than an execution may have', () => {
  expect(pollerEvents([86_400], 60)).toBeLessThan(25_000);
  expect(pollerEvents([3 * 86_400], 60)).toBeGreaterThan(25_000);
});

test('a poller of an hour`s bake costs eight tenths of a cent', () => {
  expect(dollars(pollerUsage([3_600], 60))).toBeCloseTo(0.008, 4);
});
