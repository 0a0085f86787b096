import type { Change, Expected, Item, Key, Table } from '#core/ports/table.ts';

/** The ledger's table in memory: the same promises as DynamoDB's, for tests and simulations. */
export function memoryTable(): Table {
  /** By partition key, then by sort key. */
  const partitions = new Map<string, Map<string, Item>>();
  const at = ({ pk, sk }: Key): Item | undefined => partitions.get(pk)?.get(sk);
  const isAsExpected = (key: Key, expected: Expected): boolean =>
    expected === 'absent' ? !at(key) : at(key)?.version === expected;
  const store = (item: Item): void => {
    const partition = partitions.get(item.pk) ?? new Map<string, Item>();
    partitions.set(item.pk, partition.set(item.sk, item));
  };

  return {
    read: async (key) => copyOf(at(key)),
    async list(pk, options = {}) {
      const { prefix = '', newestFirst = false, limit = Number.POSITIVE_INFINITY } = options;
      const found = [...(partitions.get(pk)?.values() ?? [])].filter((item) => item.sk.startsWith(prefix));
      found.sort((a, b) => (a.sk < b.sk ? -1 : 1) * (newestFirst ? -1 : 1));
      return found.slice(0, limit).map(copyOf);
    },
    async write(changes) {
      assertTransaction(changes);
      if (!changes.every((change) => isAsExpected(keyOf(change), change.expected))) return false;
      for (const change of changes) {
        if ('put' in change) store(asStored({ ...change.put, version: nextVersion(change.expected) }));
        if ('remove' in change) partitions.get(change.remove.pk)?.delete(change.remove.sk);
      }
      return true;
    },
  };
}

/** A deep copy of what is stored, which is plain JSON: several times faster than `structuredClone`, and simulations read a lot. */
function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) copy[name] = copyOf(part);
  return copy as T;
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
