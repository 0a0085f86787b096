import { describe, expect, it } from 'vitest';
import { addValue, bucketOfSet, emptyBucket, mergeInto } from '#local/cloudwatch/metrics/bucket.ts';
import { parseStatistic } from '#local/cloudwatch/metrics/statistic.ts';

const filled = (from: number, to: number) => {
  const bucket = emptyBucket();
  for (let value = from; value <= to; value += 1) addValue(bucket, value);
  return bucket;
};
const statistic = (name: string, bucket: ReturnType<typeof emptyBucket>) => parseStatistic(name)?.(bucket);

describe('a bucket of measurements', () => {
  it('gives the same statistics merged as filled at once', () => {
    const merged = filled(1, 40);
    mergeInto(merged, filled(41, 100));
    const names = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum', 'p50', 'p99', 'p99.9', 'p0', 'p100'];
    expect(names.map((name) => statistic(name, merged))).toEqual([100, 5050, 50.5, 1, 100, 50, 99, 100, 1, 100]);
  });

  it('keeps percentiles within half a percent and its memory bounded however many distinct values come', () => {
    const bucket = emptyBucket();
    for (let index = 1; index <= 50_000; index += 1) addValue(bucket, index / 7);
    expect(Math.abs((statistic('p90', bucket) ?? 0) / (45_000 / 7) - 1)).toBeLessThan(0.005);
    expect(bucket.values?.size).toBeLessThan(5000);
  });

  it('has no percentile once a StatisticSet is in it, unless the set stands for one value', () => {
    const bucket = filled(1, 2);
    mergeInto(bucket, bucketOfSet({ count: 3, sum: 9, min: 3, max: 3 }));
    expect(statistic('p100', bucket)).toBe(3);
    mergeInto(bucket, bucketOfSet({ count: 2, sum: 9, min: 4, max: 5 }));
    expect(statistic('p50', bucket)).toBeUndefined();
    expect(statistic('Sum', bucket)).toBe(21);
  });

  it.each(['p101', 'p', 'tm99', 'average', 'p-1'])('knows no statistic "%s"', (name) => {
    expect(parseStatistic(name)).toBeUndefined();
  });
});
