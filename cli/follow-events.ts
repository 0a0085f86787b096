import type { LedgerEvent } from '#core/ledger/items.ts';
import { EVENT_PREFIX } from '#core/ledger/keys.ts';
import type { Item } from '#core/ports/table.ts';
import { followLedger } from '#local/installation/follow-ledger.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';

/** Calls `heard` with every event of every release from now on, in the order of the ledger. Returns a function that ends it. */
export function followEvents(machine: OneMachine, heard: (event: LedgerEvent) => void): () => void {
  return followLedger(machine.aws, (item: Item) => {
    if (item.sk.startsWith(EVENT_PREFIX)) heard(item as unknown as LedgerEvent);
  });
}
