import type { StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseOf } from './hold-fence.ts';

/** The release as the ledger has it now. Throws when there is none: ids come from the ledger only. */
export async function readRelease(table: Table, id: string): Promise<StoredRelease> {
  const { service, number } = releaseOf(id);
  const release = await table.read(keys.release(service, number));
  if (!release) throw new Error(`The ledger has no release ${id}.`);
  return release as StoredRelease;
}
