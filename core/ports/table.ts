/** A key of the ledger's one table: partition and sort key. */
export interface Key {
  pk: string;
  sk: string;
}

/** An item as stored. `version` grows by exactly one with every write; it is what concurrent writers are told apart by. */
export interface Item extends Key {
  version: number;
  [attribute: string]: unknown;
}

/** What the writer knows of an item: nothing there, or the version it read. */
export type Expected = 'absent' | number;

export type Change =
  /** Writes the whole item, as version `expected` + 1 (1 when absent). */
  | { put: Key & Record<string, unknown>; expected: Expected }
  /** Writes nothing, but refuses the transaction when the item is not as expected. */
  | { check: Key; expected: Expected }
  | { remove: Key; expected: number };

/** The ledger's table. Reads are strongly consistent; a write is all or nothing. */
export interface Table {
  read(key: Key): Promise<Item | undefined>;
  /** Items of one partition whose sort key starts with `prefix`, ordered by sort key. */
  list(pk: string, options?: { prefix?: string; newestFirst?: boolean; limit?: number }): Promise<Item[]>;
  /** True: every change is durable. False: an item was not as expected, and nothing was written: read again and decide again. */
  write(changes: Change[]): Promise<boolean>;
}

/** What whoever only looks has of it. */
export type ReadTable = Pick<Table, 'read' | 'list'>;
