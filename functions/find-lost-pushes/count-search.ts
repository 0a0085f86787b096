import type { Search } from './find-lost-pushes.ts';

/**
 * One log line with all that a search has to say, which CloudWatch turns into metrics, too. Alarms watch `UnreadableRepositories`
 * and `FailedSearches`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function countSearch(search: Search, now: number): string {
  const { found, redelivered, unreadable, failed } = search;
  const counts = {
    LostPushes: found.length,
    Redeliveries: redelivered.length,
    UnreadableRepositories: unreadable.length,
    FailedSearches: failed.length,
  };
  const Metrics = Object.keys(counts).map((Name) => ({ Name, Unit: 'Count' }));
  return JSON.stringify({
    _aws: { Timestamp: now, CloudWatchMetrics: [{ Namespace: 'Bakewatch', Dimensions: [[]], Metrics }] },
    level: unreadable.length + failed.length > 0 ? 'WARN' : 'INFO',
    message: 'looked for lost pushes',
    ...counts,
    search,
  });
}
