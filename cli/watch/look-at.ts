import type { LedgerEvent, StoredRelease } from '#core/ledger/items.ts';
import { EVENT_PREFIX, keys, releasePartition } from '#core/ledger/keys.ts';
import { contentOf } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';

export interface Look {
  release: StoredRelease;
  /** Those after the `seen` first ones, in their order. */
  fresh: LedgerEvent[];
}

/** A release as it is now, with what is new in its history. Undefined: there is no such release. One read when nothing is new. */
export async function lookAt(
  table: Table,
  asked: { service: string; number: number },
  seen: number,
): Promise<Look | undefined> {
  const release = (await table.read(keys.release(asked.service, asked.number))) as StoredRelease | undefined;
  return release && { release, fresh: await readAfter(table, release, seen) };
}

/** A release counts its events in the transaction that adds one: those that it counts are there. */
async function readAfter(table: Table, release: StoredRelease, seen: number): Promise<LedgerEvent[]> {
  const id = releaseId(release);
  const missing = Array.from({ length: Math.max(0, release.events - seen) }, (_, i) => seen + 1 + i);
  const read =
    seen === 0
      ? await table.list(releasePartition(id), { prefix: EVENT_PREFIX, limit: release.events })
      : await Promise.all(missing.map((number) => table.read(keys.event(id, number))));
  return read.flatMap((item) =>
    item ? [contentOf<LedgerEvent>(item as Parameters<typeof contentOf<LedgerEvent>>[0])] : [],
  );
}
