import { countMetrics } from '#functions/compose/count-metrics.ts';
import type { Search } from './find-lost-pushes.ts';

/** One log line with all that a search has to say, which CloudWatch turns into metrics, too. */
export function countSearch(search: Search, now: number): string {
  const { found, redelivered, unreadable, failed } = search;
  const counts = {
    LostPushes: found.length,
    Redeliveries: redelivered.length,
    UnreadableRepositories: unreadable.length,
    FailedSearches: failed.length,
  };
  const level = unreadable.length + failed.length > 0 ? 'WARN' : 'INFO';
  return countMetrics(counts, { level, message: 'looked for lost pushes', search }, now);
}
