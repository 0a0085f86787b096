/** The smallest, the middle (of an even number: the lower of both) and the largest value. Throws RangeError for none. */
export function spread(values: number[]): { min: number; median: number; max: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const min = sorted.at(0);
  const median = sorted.at(Math.ceil(sorted.length / 2) - 1);
  const max = sorted.at(-1);
  if (min === undefined || median === undefined || max === undefined)
    throw new RangeError('There is nothing to spread.');
  return { min, median, max };
}
