import { expect, test } from 'vitest';
import { row } from '../../bench/entry.ts';
import { renderEntry } from '../../bench/render-entry.ts';
import { spread } from '../../bench/spread.ts';

test.each([
  { measured: 5, budget: 5, holds: true },
  { measured: 5.01, budget: 5, holds: false },
  { measured: Number.NaN, budget: 5, holds: false },
])('$measured within a budget of $budget: $holds', ({ measured, budget, holds }) => {
  expect(row('it', measured, 's', budget).holds).toBe(holds);
});

test('a table says of every budget whether it holds, and nothing of a figure without one', () => {
  const text = renderEntry({
    title: 'Title',
    rows: [row('quick', 1.23456, 's', 2), row('slow', 3, 's', 2), row('shown', 4, 's')],
    note: 'Note',
  });
  expect(text.split('\n').map((line) => line.trimEnd())).toEqual([
    'Title',
    '',
    'what   measured  budget  unit',
    'quick      1.23       2  s     holds',
    'slow          3       2  s     EXCEEDED',
    'shown         4          s',
    '',
    'Note',
  ]);
});

test('the middle of an even number of values is the lower of the two', () => {
  expect(spread([4, 1, 3, 2])).toEqual({ min: 1, median: 2, max: 4 });
  expect(() => spread([])).toThrow(RangeError);
});
