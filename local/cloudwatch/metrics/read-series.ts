import { type Bucket, emptyBucket, mergeInto } from './bucket.ts';
import type { MetricIdentity } from './metric-identity.ts';
import type { MetricStore } from './metric-store.ts';

export interface Window {
  /** Epoch ms; the first period begins here. */
  start: number;
  /** Epoch ms, exclusive. */
  end: number;
  periodMs: number;
}

/** The metric's buckets per period: start of the period (epoch ms) -> what happened in it. Periods without data are absent. */
export function readBuckets(
  store: MetricStore,
  metric: MetricIdentity,
  unit: string | undefined,
  { start, end, periodMs }: Window,
): Map<number, Bucket> {
  const periods = new Map<number, Bucket>();
  for (const { time, bucket } of store.read(metric, unit, start, end)) {
    const period = start + Math.floor((time - start) / periodMs) * periodMs;
    const merged = periods.get(period) ?? emptyBucket();
    mergeInto(merged, bucket);
    periods.set(period, merged);
  }
  return periods;
}
