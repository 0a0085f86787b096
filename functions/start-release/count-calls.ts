import type { LedgerEvent } from '#core/ledger/items.ts';
import { EVENT_PREFIX } from '#core/ledger/keys.ts';
import type { Item } from '#core/ports/table.ts';
import { countMetrics } from '#functions/compose/count-metrics.ts';

/**
 * The log line by which somebody is called: it counts the events of the ledger that are marked `page`, and an alarm watches the count.
 * Undefined when there is none among the items. Counted here and not where the event is written: whoever writes it may die before it
 * has said so, but the stream comes at least once. And not by `notify`, which waits for Slack.
 */
export function countCalls(items: Item[], now: number): string | undefined {
  const events = items.filter(({ sk }) => sk.startsWith(EVENT_PREFIX)) as unknown as LedgerEvent[];
  const calls = events.filter(({ page }) => page);
  if (calls.length === 0) return undefined;
  const said = {
    level: 'WARN',
    message: 'somebody is called',
    calls: calls.map(({ release, number, kind, state }) => ({ release, number, kind, state })),
  };
  return countMetrics({ Calls: calls.length }, said, now);
}
