import { dueRedeliveries, REDELIVERABLE_MS } from '#core/intake/due-redeliveries.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Deliveries, Webhook } from '#core/ports/deliveries.ts';
import type { Table } from '#core/ports/table.ts';

/** Its clock and ours differ: what may be too old by then is not asked for. */
const MARGIN_MS = 5 * 60_000;

export interface Redelivered {
  guids: string[];
  /** There were more deliveries than one look goes through. */
  isCut: boolean;
}

/**
 * Has the failed deliveries of one webhook sent again, at most `most` of them: they bring the push as it was signed, with its
 * sender. What the ledger has is not asked for again. Throws when the host cannot be asked.
 */
export async function redeliverFailed(
  { table, deliveries, now }: { table: Table; deliveries: Deliveries; now: Now },
  webhook: Webhook,
  most: number,
): Promise<Redelivered> {
  const at = now();
  const { failed, isComplete } = await deliveries.failed(webhook, at - REDELIVERABLE_MS + MARGIN_MS);
  const guids: string[] = [];
  for (const { id, guid } of dueRedeliveries(failed, at)) {
    if (guids.length >= most) break;
    if (await table.read(keys.delivery(guid))) continue;
    await deliveries.redeliver(webhook, id);
    guids.push(guid);
  }
  return { guids, isCut: !isComplete };
}
