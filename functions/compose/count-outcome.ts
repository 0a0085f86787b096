import type { CountedRequests } from '#core/metrics.ts';

/**
 * One log line that CloudWatch turns into a metric: how many of `what` had which outcome.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function countOutcome(what: CountedRequests, outcome: string, now: number): string {
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        { Namespace: 'Bakewatch', Dimensions: [['Outcome']], Metrics: [{ Name: what, Unit: 'Count' }] },
      ],
    },
    Outcome: outcome,
    [what]: 1,
  });
}
