import { METRICS_NAMESPACE, type Metric } from '#core/metrics.ts';

/**
 * One log line that CloudWatch turns into metrics without dimensions. `said` stands in the line for whoever reads it, and is no metric.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function countMetrics(counts: Partial<Record<Metric, number>>, said: object, now: number): string {
  const Metrics = Object.keys(counts).map((Name) => ({ Name, Unit: Name.endsWith('Seconds') ? 'Seconds' : 'Count' }));
  return JSON.stringify({
    _aws: { Timestamp: now, CloudWatchMetrics: [{ Namespace: METRICS_NAMESPACE, Dimensions: [[]], Metrics }] },
    ...said,
    ...counts,
  });
}
