import { countMetrics } from '#functions/compose/count-metrics.ts';

/** The log line that counts what the bus will never take: an alarm watches the count. What was to be said is in the ledger. */
export function countRefused(refused: { type: string; why: string }[], now: number): string {
  const said = {
    level: 'ERROR',
    message: 'the bus does not take what is announced, and is not asked again',
    refused: refused.map(({ type, why }) => ({ type, why })),
  };
  return countMetrics({ RefusedAnnouncements: refused.length }, said, now);
}
