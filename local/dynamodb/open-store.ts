import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ACCOUNT, REGION } from '#local/account.ts';
import { database, type Store } from './dynalite-parts.ts';
import { rangeOf } from './write-buffer.ts';

/** Opens dynalite's store in `dir`, or one that forgets everything for ':memory:'. Rejects when another process has it open. */
export async function openStore(dir: string): Promise<Store> {
  const instant = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
  if (dir !== ':memory:') mkdirSync(dir, { recursive: true });
  const store = database.create(dir === ':memory:' ? instant : { ...instant, path: join(dir, 'leveldb') });
  await store.db.open();
  store.tableDb.awsAccountId = ACCOUNT;
  store.tableDb.awsRegion = REGION;
  // dynalite looks through the whole store for the names of tables; these keys all begin with `table~`.
  store.tableDb.createKeyStream = () => Readable.from(tableNames(store));
  return store;
}

async function* tableNames(store: Store): AsyncIterable<string> {
  for await (const key of store.db.keys(rangeOf('table'))) yield key.slice('table~'.length);
}
