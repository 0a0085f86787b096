import { expect, test } from 'vitest';
import { FAR, NEAR, nextGap } from '#core/watch/next-gap.ts';

test.each([
  ['right after news', 0, 2_000, 500],
  ['while things happen', 19_999, 2_000, 500],
  ['a minute later', 60_000, 6_000, 2_000],
  ['in a long wait, and for ever', 86_400_000, 15_000, 2_000],
])('the ledger is asked gently: %s', (_when, quiet, far, near) => {
  expect(nextGap(quiet, FAR)).toBe(far);
  expect(nextGap(quiet, NEAR)).toBe(near);
});
