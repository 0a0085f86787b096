import type { ServiceHead, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import type { Item, Table } from '#core/ports/table.ts';
import { isTerminal } from '#core/release/release.ts';
import { recentReleases } from '#functions/steps/recent-releases.ts';

const NEWEST = 100;
const AT_ONCE = 200;

/**
 * The service's releases that have not ended, newest first: among the newest, and, so that none is ever lost behind them, among those that
 * follow the number up to which everything is known to have ended. A sweep moves that number on by what it found.
 */
export async function findOngoing(table: Table, service: string): Promise<StoredRelease[]> {
  const [newest, older] = await Promise.all([recentReleases(table, service, NEWEST), readOlder(table, service)]);
  const ongoing = ([...newest, ...older] as StoredRelease[]).filter(({ state }) => !isTerminal(state));
  const each = new Map(ongoing.map((release) => [release.number, release]));
  return [...each.values()].sort((a, b) => b.number - a.number);
}

async function readOlder(table: Table, service: string): Promise<Item[]> {
  const [head, swept] = await Promise.all([table.read(keys.head(service)), table.read(keys.swept(service))]);
  const upTo = Number(swept?.['upTo'] ?? 0);
  const last = Math.min((head as Stored<ServiceHead> | undefined)?.lastNumber ?? 0, upTo + AT_ONCE);
  const numbers = Array.from({ length: last - upTo }, (_, i) => upTo + 1 + i);
  const read = await Promise.all(numbers.map((number) => table.read(keys.release(service, number))));
  const firstOngoing = read.findIndex((item) => item && !isTerminal((item as StoredRelease).state));
  const ended = firstOngoing === -1 ? last : upTo + firstOngoing;
  // Should another sweep be faster, it has found the same.
  if (ended > upTo) await table.write([put(keys.swept(service), swept, { ...swept, upTo: ended })]);
  return read.flatMap((item) => item ?? []);
}
