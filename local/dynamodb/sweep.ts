import type { Clock } from '#local/time/clock.ts';
import { action, type Item, type Store, type Table } from './dynalite-parts.ts';
import { trimFeed } from './feed.ts';
import { forgetTokens } from './request-token.ts';
import { keysOf, TIME_TO_LIVE } from './stream-record.ts';
import { settingsOfTable } from './time-to-live.ts';
import { rangeOf } from './write-buffer.ts';
import type { Writer } from './writer.ts';

/** AWS leaves items alone whose time to live ran out more than five years ago. */
const TOO_OLD_SECONDS = 5 * 365 * 24 * 3600;

/** Removes what is past its time: expired items, stream records over 24 hours, used tokens. Safe to run at any time. */
export async function sweep(store: Store, writer: Writer, clock: Clock): Promise<void> {
  for await (const value of store.db.values(rangeOf('table'))) {
    const table = value as Table;
    const { timeToLive } = await settingsOfTable(store, table.TableName);
    if (timeToLive !== undefined) await deleteExpired(store, writer, clock, table, timeToLive);
    await trimFeed(store.db, table.TableName, clock.now());
  }
  await forgetTokens(store.db, clock.now());
}

async function deleteExpired(store: Store, writer: Writer, clock: Clock, table: Table, attribute: string) {
  const isExpired = (item: Item | undefined): boolean => {
    const time = Number(item?.[attribute]?.['N'] ?? Number.NaN);
    const now = clock.now() / 1000;
    return time <= now && time > now - TOO_OLD_SECONDS;
  };
  for await (const [key, item] of store.db.iterator(rangeOf(`item-${table.TableName}`))) {
    if (!isExpired(item as Item)) continue;
    await writer.write(async (buffer) => {
      const current = (await store.db.get(key)) as Item | undefined;
      // Between the scan and its turn a write may have given the item more time.
      if (!(current && isExpired(current))) return;
      const data = { TableName: table.TableName, Key: keysOf(table, current) };
      await buffer.run<object>((callback) => action('DeleteItem')(buffer.store, data, callback));
    }, TIME_TO_LIVE);
  }
}
