import { expect, test } from 'vitest';
import { looksOfBake } from '../../../bench/cost/looks-of-bake.ts';

test.each([
  { bake: 'one that is over before the first look', seconds: 20, looks: 1 },
  // 30, 60, 120, 240: the gaps double.
  { bake: 'one of exactly four gaps', seconds: 450, looks: 4 },
  { bake: 'one a second longer', seconds: 451, looks: 5 },
  // 450 s in four looks, then every 300 s: ceil(3150 / 300) more.
  { bake: 'one of an hour', seconds: 3_600, looks: 15 },
])('$bake is looked at $looks times', ({ seconds, looks }) => {
  expect(looksOfBake(seconds)).toBe(looks);
});

test('a bake twice as long costs no more than the same few looks more, once gaps grow with what was waited', () => {
  const day = 86_400;
  const further = [1, 2, 4, 8].map((days) => looksOfBake(2 * days * day) - looksOfBake(days * day));
  expect(Math.max(...further) - Math.min(...further)).toBeLessThanOrEqual(1);
});
