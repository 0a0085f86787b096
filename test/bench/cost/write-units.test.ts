import { expect, test } from 'vitest';
import { unitsOf } from '../../../bench/cost/write-units.ts';

const image = (bytes: number) => ({ S: 'x'.repeat(bytes - '{"S":""}'.length) });

test.each([
  { what: 'a small item', change: { NewImage: image(100) }, units: 2 },
  { what: 'exactly a KB', change: { NewImage: image(1_024) }, units: 2 },
  { what: 'a byte more', change: { NewImage: image(1_025) }, units: 4 },
  { what: 'an item that becomes smaller', change: { NewImage: image(100), OldImage: image(3_000) }, units: 6 },
  { what: 'a removal', change: { OldImage: image(1_500) }, units: 4 },
])('$what is billed as $units units', ({ change, units }) => {
  expect(unitsOf([{ dynamodb: change }])).toBe(units);
});
