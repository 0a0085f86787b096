import { memoryTable } from '#adapters/memory/table.ts';
import type { Change, Item, Key, Table } from '#core/ports/table.ts';

/** One item that a transaction changed. */
export interface ItemChange extends Key {
  before: Item | undefined;
  after: Item | undefined;
}

/** The ledger as it is, readable at once: for those who check and those who pass changes on, never for those who are checked. */
export interface Ledger {
  get(key: Key): Item | undefined;
  all(): Iterable<Item>;
  /** Called in the moment of each commit. */
  onCommit(listener: (changes: ItemChange[]) => void): void;
}

export interface ObservedTable {
  table: Table;
  ledger: Ledger;
  /** From now on the table is what somebody else has written, item by item, each in the version that it has. Nobody is told. */
  become(written: Item[]): Promise<void>;
}

/** The ledger's table in memory, with a window on what is committed. */
export function observedTable(): ObservedTable {
  let inner = memoryTable();
  const items = new Map<string, Item>();
  const listeners: ((changes: ItemChange[]) => void)[] = [];
  const apply = (change: Change): ItemChange[] => {
    if ('check' in change) return [];
    const { pk, sk } = 'put' in change ? change.put : change.remove;
    const name = nameOf({ pk, sk });
    const before = items.get(name);
    const after = 'put' in change ? stored(change.put, change.expected) : undefined;
    if (after) items.set(name, after);
    else items.delete(name);
    return [{ pk, sk, before, after }];
  };
  const table: Table = {
    read: (key) => inner.read(key),
    list: (pk, options) => inner.list(pk, options),
    async write(changes) {
      if (!(await inner.write(changes))) return false;
      const made = changes.flatMap(apply);
      for (const listener of listeners) listener(made);
      return true;
    },
  };
  return {
    table,
    async become(written) {
      inner = await tableOf(written);
      items.clear();
      for (const item of written) items.set(nameOf(item), item);
    },
    ledger: {
      get: (key) => items.get(nameOf(key)),
      all: () => items.values(),
      onCommit: (listener) => void listeners.push(listener),
    },
  };
}

const nameOf = ({ pk, sk }: Key): string => `${pk}\u0000${sk}`;

const stored = (put: Key & Record<string, unknown>, expected: number | 'absent'): Item =>
  JSON.parse(JSON.stringify({ ...put, version: expected === 'absent' ? 1 : expected + 1 })) as Item;

/** A table in which each item has been written as often as its version says. */
export async function tableOf(items: Item[]): Promise<Table> {
  const table = memoryTable();
  for (const item of items)
    for (let version = 0; version < item.version; version += 1)
      await table.write([{ put: item, expected: version === 0 ? 'absent' : version }]);
  return table;
}
