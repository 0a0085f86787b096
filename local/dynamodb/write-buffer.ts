import type { BatchOperation, Callback, Item, Range, Store, SubDb, Table } from './dynalite-parts.ts';
import { tableNotFound } from './dynamo-error.ts';

/** One item before and after a write. */
export interface ItemChange {
  table: string;
  old: Item | undefined;
  new: Item | undefined;
}

/** What dynalite's actions wanted to write, held back until all of it can be written at once. */
export interface WriteBuffer {
  /** A store for dynalite's actions: reads see what is buffered, writes go no further than here. */
  store: Store;
  put(key: string, value: unknown): void;
  deleteRange(range: Range): Promise<void>;
  /** Resolves when a table's row was written twice more: dynalite's table operations do that, the second time later. */
  tableWrittenTwice(): Promise<void>;
  /** Runs one of dynalite's callback functions; rejects with its error, or with what its callbacks threw. */
  run<T>(start: (callback: Callback<T>) => void): Promise<T>;
  operations(): BatchOperation[];
  changes(): Promise<ItemChange[]>;
}

/** A buffer over `store`. Made for one writer at a time: it locks nothing. */
export function bufferWrites(store: Store): WriteBuffer {
  const written = new Map<string, unknown>();
  const itemTables = new Map<string, string>();
  let onTableWrite = (): void => undefined;
  let fail: (error: unknown) => void = () => undefined;

  const later = <T>(value: Promise<T>, callback: Callback<T>): void => {
    value.then((result) => callback(null, result)).catch((error) => fail(error));
  };
  const write = (key: string, value: unknown): void => {
    written.set(key, value === undefined ? undefined : structuredClone(value));
    if (key.startsWith('table~')) onTableWrite();
  };
  const read = async (key: string): Promise<unknown> =>
    written.has(key) ? structuredClone(written.get(key)) : await store.db.get(key);
  const readTable = async (name: string): Promise<Table> => {
    const table = await read(`table~${name}`);
    if (!table) throw tableNotFound(name);
    return table as Table;
  };
  const deleteRange = async (range: Range): Promise<void> => {
    for await (const key of store.db.keys(range)) written.set(key, undefined);
  };
  const subDb = (name: string, stored: SubDb, table?: string): SubDb => {
    const prefix = `${name}~`;
    const change = (key: string, value: unknown): void => {
      write(prefix + key, value);
      if (table !== undefined) itemTables.set(prefix + key, table);
    };
    return bufferedDb(stored, (key) => read(prefix + key), change, later);
  };
  const dropDb = (name: string, callback: Callback<void>): void => later(deleteRange(rangeOf(name)), callback);

  return {
    store: {
      ...store,
      getTable: (name: string, checkStatus: boolean | Callback<Table>, callback?: Callback<Table>) =>
        later(readTable(name), callback ?? (checkStatus as Callback<Table>)),
      tableDb: { ...store.tableDb, ...subDb('table', store.tableDb) },
      getItemDb: (table) => subDb(`item-${table}`, store.getItemDb(table), table),
      getIndexDb: (type, table, index) =>
        subDb(`index-${type.toLowerCase()}~${table}~${index}`, store.getIndexDb(type, table, index)),
      getTagDb: (table) => subDb(`tag-${table}`, store.getTagDb(table)),
      deleteItemDb: (table, callback) => dropDb(`item-${table}`, callback),
      deleteIndexDb: (type, table, index, callback) =>
        dropDb(`index-${type.toLowerCase()}~${table}~${index}`, callback),
      deleteTagDb: (table, callback) => dropDb(`tag-${table}`, callback),
    },
    put: write,
    deleteRange,
    tableWrittenTwice() {
      let writes = 0;
      return new Promise((resolve) => {
        onTableWrite = () => {
          writes += 1;
          if (writes === 2) resolve();
        };
      });
    },
    run: (start) =>
      new Promise((resolve, reject) => {
        fail = reject;
        start((error, value) => (error ? reject(error) : resolve(value as never)));
      }),
    operations: () => [...written].map(([key, value]) => asOperation(key, value)),
    changes: () =>
      Promise.all(
        [...itemTables].map(async ([key, table]) => ({
          table,
          old: (await store.db.get(key)) as Item | undefined,
          new: written.get(key) as Item | undefined,
        })),
      ),
  };
}

type Later = <T>(value: Promise<T>, callback: Callback<T>) => void;

/** Streams read what is stored: dynalite's actions write or stream, never both. */
function bufferedDb(
  stored: SubDb,
  read: (key: string) => Promise<unknown>,
  change: (key: string, value: unknown) => void,
  later: Later,
): SubDb {
  return {
    lock: (_key, run) => run((callback) => callback),
    get: (key, callback) => later(read(key), callback),
    put: (key, value, callback) => later(Promise.resolve(change(key, value)), callback),
    del: (key, callback) => later(Promise.resolve(change(key, undefined)), callback),
    batch: (operations, callback) => {
      for (const operation of operations) change(operation.key, operation.type === 'put' ? operation.value : undefined);
      later(Promise.resolve(), callback);
    },
    createKeyStream: (options) => stored.createKeyStream(options),
    createValueStream: (options) => stored.createValueStream(options),
  };
}

/** All keys of one of dynalite's sub-databases (`item-ledger`). */
export const rangeOf = (name: string): Range => ({ gte: `${name}~`, lt: `${name}~\xff` });

const asOperation = (key: string, value: unknown): BatchOperation =>
  value === undefined ? { type: 'del', key } : { type: 'put', key, value };
