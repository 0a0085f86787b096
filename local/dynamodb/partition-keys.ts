import type { KeySchemaElement, Store, Table } from './dynalite-parts.ts';
import { rangeOf } from './write-buffer.ts';

/** By what each table is partitioned: tables that there are, by their names. */
export async function partitionKeys(store: Store): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for await (const key of store.db.keys(rangeOf('table'))) {
    const name = key.slice('table~'.length);
    known.set(name, hashKeyOf((await tableOf(store, name)).KeySchema));
  }
  return known;
}

export const hashKeyOf = (schema: KeySchemaElement[] = []): string =>
  schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';

const tableOf = (store: Store, name: string): Promise<Table> =>
  new Promise((resolve, reject) => {
    store.getTable(name, false, (error, table) => (table ? resolve(table) : reject(error)));
  });
