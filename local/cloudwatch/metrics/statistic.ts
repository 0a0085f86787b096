import type { Bucket } from './bucket.ts';

/** A statistic of a bucket; undefined when this bucket cannot tell (percentile of a StatisticSet). */
export type Statistic = (bucket: Bucket) => number | undefined;

const SIMPLE: Record<string, Statistic> = {
  Average: (bucket) => bucket.sum / bucket.count,
  Sum: (bucket) => bucket.sum,
  Minimum: (bucket) => bucket.min,
  Maximum: (bucket) => bucket.max,
  SampleCount: (bucket) => bucket.count,
};

export const isSimpleStatistic = (name: string): boolean => Object.hasOwn(SIMPLE, name);

/** `Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount` or `p0` to `p100` with decimals; undefined for any other name. */
export function parseStatistic(name: string): Statistic | undefined {
  if (isSimpleStatistic(name)) return SIMPLE[name];
  const percent = Number(/^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)?.[1] ?? Number.NaN);
  return percent >= 0 && percent <= 100 ? (bucket) => percentile(bucket, percent) : undefined;
}

/** Nearest rank: the smallest value that at least `percent` of all samples do not exceed. */
function percentile(bucket: Bucket, percent: number): number | undefined {
  if (!bucket.values) return undefined;
  const rank = Math.max(1, Math.ceil((percent / 100) * bucket.count - 1e-9));
  let seen = 0;
  for (const [value, times] of [...bucket.values].sort(([a], [b]) => a - b)) {
    seen += times;
    if (seen >= rank) return value;
  }
  return bucket.max;
}
