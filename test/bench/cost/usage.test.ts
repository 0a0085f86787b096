import { expect, test } from 'vitest';
import { add, dollars, times, type Usage } from '../../../bench/cost/usage.ts';

const NOTHING: Usage = {
  transitions: 0,
  invocations: 0,
  gbSeconds: 0,
  writes: 0,
  reads: 0,
  cloudWatchRequests: 0,
};

test.each([
  { what: 'a million transitions', usage: { transitions: 1e6 }, cost: 25 },
  { what: 'a million requests to Lambda', usage: { invocations: 1e6 }, cost: 0.2 },
  { what: 'a million GB-seconds', usage: { gbSeconds: 1e6 }, cost: 13.3334 },
  { what: 'a million write units', usage: { writes: 1e6 }, cost: 0.625 },
  { what: 'a million read units', usage: { reads: 1e6 }, cost: 0.125 },
  { what: 'a million requests to CloudWatch', usage: { cloudWatchRequests: 1e6 }, cost: 10 },
])('$what cost $cost dollars', ({ usage, cost }) => {
  expect(dollars({ ...NOTHING, ...usage })).toBeCloseTo(cost, 6);
});

test('what is used twice over costs the sum, in every part of it', () => {
  const one: Usage = { transitions: 1, invocations: 2, gbSeconds: 3, writes: 4, reads: 5, cloudWatchRequests: 6 };
  expect(add(one, times(one, 2))).toEqual({
    transitions: 3,
    invocations: 6,
    gbSeconds: 9,
    writes: 12,
    reads: 15,
    cloudWatchRequests: 18,
  });
});
