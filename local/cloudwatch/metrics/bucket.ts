/** What happened to one metric in one stretch of time. Buckets merge without losing count, sum and extremes. */
export interface Bucket {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** value -> how often. Absent when the data came as a StatisticSet, which has no percentiles. */
  values?: Map<number, number>;
}

/** More distinct values than this are kept to three significant digits: percentiles stay within 0.5 %, memory stays bounded. */
const EXACT_VALUES = 200;

export const emptyBucket = (): Bucket => ({
  count: 0,
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  values: new Map(),
});

/** Counts `value` `times` times. In place: this runs once per request of the load balancer. */
export function addValue(bucket: Bucket, value: number, times = 1): void {
  bucket.count += times;
  bucket.sum += value * times;
  if (value < bucket.min) bucket.min = value;
  if (value > bucket.max) bucket.max = value;
  if (bucket.values) countValue(bucket.values, value, times);
}

export function mergeInto(bucket: Bucket, other: Bucket): void {
  bucket.count += other.count;
  bucket.sum += other.sum;
  bucket.min = Math.min(bucket.min, other.min);
  bucket.max = Math.max(bucket.max, other.max);
  if (!other.values) delete bucket.values;
  if (bucket.values && other.values) {
    for (const [value, times] of other.values) countValue(bucket.values, value, times);
  }
}

/**
 * A StatisticSet as a bucket. Its percentiles exist only when it stands for one value
 * (PutMetricData, "percentiles": SampleCount is 1, or Minimum equals Maximum).
 */
export function bucketOfSet(set: { count: number; sum: number; min: number; max: number }): Bucket {
  const { count, sum, min, max } = set;
  const single = count === 1 || min === max;
  return { count, sum, min, max, ...(single ? { values: new Map([[max, count]]) } : {}) };
}

function countValue(values: Map<number, number>, value: number, times: number): void {
  const key = values.size < EXACT_VALUES || values.has(value) ? value : Number(value.toPrecision(3));
  values.set(key, (values.get(key) ?? 0) + times);
}
