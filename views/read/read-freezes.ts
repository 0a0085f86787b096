import { isInForce } from '#core/ledger/is-in-force.ts';
import type { Freeze, Stored } from '#core/ledger/items.ts';
import { FREEZE_PREFIX, FREEZES } from '#core/ledger/keys.ts';
import { contentOf } from '#core/ledger/record.ts';
import type { ReadTable } from '#core/ports/table.ts';

/** Those that are not over. */
export async function readFreezes(table: ReadTable, now: number): Promise<Freeze[]> {
  const items = (await table.list(FREEZES, { prefix: FREEZE_PREFIX })) as Stored<Freeze>[];
  return items.filter((freeze) => isInForce(freeze, now)).map(contentOf<Freeze>);
}
