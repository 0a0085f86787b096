import { expect, it } from 'vitest';
import { niceTicks } from '#views/charts/nice-ticks.ts';

it.each([
  [0.3, 3, [0, 0.1, 0.2, 0.3]],
  [1, 4, [0, 0.5, 1]],
  [7, 4, [0, 2, 4, 6, 8]],
  [412, 4, [0, 200, 400, 600]],
  [0, 4, [0, 1]],
])('marks an axis to %d at round numbers that reach it', (most, about, expected) => {
  expect(niceTicks(most, about)).toEqual(expected);
});
