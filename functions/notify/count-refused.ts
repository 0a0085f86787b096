import { countMetrics } from '#functions/compose/count-metrics.ts';

/** The log line that counts a message which Slack will never take: an alarm watches the count. What was to be said is in the ledger. */
export const countRefused = (
  { release, number }: { release: string; number: number },
  { name, message }: Error,
  now: number,
): string =>
  countMetrics({ RefusedMessages: 1 }, { level: 'ERROR', release, event: number, error: name, message }, now);
