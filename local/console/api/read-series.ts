import { type CloudWatchClient, type MetricDataQuery, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import type { Point, Series } from '#views/charts/chart.ts';
import { thin } from '#views/charts/thin.ts';

const MOST_POINTS = 360;

interface AskedSeries extends Pick<Series, 'name' | 'periodMs' | 'shape' | 'threshold'> {
  queries: MetricDataQuery[];
  /** Epoch ms. */
  from: number;
  to: number;
  minds: 'high' | 'low';
}

/** The values of a metric between two moments, or why there are none. Throws what CloudWatch throws. */
export async function readSeries(
  client: CloudWatchClient,
  { queries, from, to, minds, ...about }: AskedSeries,
): Promise<{ series: Series; undrawn?: never } | { undrawn: string; series?: never }> {
  const all: Point[] = [];
  const input = {
    MetricDataQueries: queries,
    StartTime: new Date(from),
    EndTime: new Date(to),
    ScanBy: 'TimestampAscending' as const,
  };
  for await (const { MetricDataResults = [] } of paginateGetMetricData({ client }, input)) {
    const { Timestamps = [], Values = [] } = MetricDataResults[0] ?? {};
    all.push(...Timestamps.map((time, i) => ({ at: time.getTime(), value: Values[i] ?? 0 })));
  }
  const seen = all.filter(({ at }) => at >= from - about.periodMs);
  if (seen.length === 0) return { undrawn: 'CloudWatch has no value of its metric for this time.' };
  const { points, step } = thin(seen, { periodMs: about.periodMs, most: MOST_POINTS, minds });
  return { series: { ...about, points, ...(step > 1 ? { thinned: step } : {}) } };
}
