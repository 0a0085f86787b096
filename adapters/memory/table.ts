import type { Change, Expected, Item, Key, Table } from '#core/ports/table.ts';

/** The ledger's table in memory: the same promises as DynamoDB's, for tests and simulations. */
export function memoryTable(): Table {
  const items = new Map<string, Item>();
  const at = (key: Key): string => `${key.pk}\u0000${key.sk}`;
  const isAsExpected = (key: Key, expected: Expected): boolean =>
    expected === 'absent' ? !items.has(at(key)) : items.get(at(key))?.version === expected;

  return {
    read: async (key) => structuredClone(items.get(at(key))),
    async list(pk, options = {}) {
      const { prefix = '', newestFirst = false, limit = Number.POSITIVE_INFINITY } = options;
      const found = [...items.values()].filter((item) => item.pk === pk && item.sk.startsWith(prefix));
      found.sort((a, b) => (a.sk < b.sk ? -1 : 1) * (newestFirst ? -1 : 1));
      return structuredClone(found.slice(0, limit));
    },
    async write(changes) {
      assertTransaction(changes);
      if (!changes.every((change) => isAsExpected(keyOf(change), change.expected))) return false;
      for (const change of changes) {
        if ('put' in change)
          items.set(at(change.put), asStored({ ...change.put, version: nextVersion(change.expected) }));
        if ('remove' in change) items.delete(at(change.remove));
      }
      return true;
    },
  };
}

const keyOf = (change: Change): Key =>
  'put' in change ? change.put : 'check' in change ? change.check : change.remove;

const nextVersion = (expected: Expected): number => (expected === 'absent' ? 1 : expected + 1);

/** A copy without what is undefined: DynamoDB does not keep that either. */
const asStored = (item: Item): Item => JSON.parse(JSON.stringify(item)) as Item;

const MOST_CHANGES = 100;

/** DynamoDB refuses a transaction of no or more than 100 items, and one that names an item twice; so do we. */
function assertTransaction(changes: Change[]): void {
  if (changes.length === 0 || changes.length > MOST_CHANGES)
    throw new Error(`A transaction has 1 to ${MOST_CHANGES} changes, not ${changes.length}.`);
  const named = changes.map(keyOf).map(({ pk, sk }) => `${pk} / ${sk}`);
  const twice = named.find((name, i) => named.indexOf(name) !== i);
  if (twice) throw new Error(`A transaction may name an item only once: ${twice}.`);
}
