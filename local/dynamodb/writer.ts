import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '#local/time/clock.ts';
import type { LevelStore, Store, Table } from './dynalite-parts.ts';
import { feedKey, openSequence, SEQUENCE_KEY } from './feed.ts';
import { streamRecord, type UserIdentity } from './stream-record.ts';
import { bufferWrites, type WriteBuffer } from './write-buffer.ts';

/** The only way to change the store: one change at a time, each applied whole or not at all. */
export interface Writer {
  /**
   * Runs `change` on a buffer and writes what it holds, index entries and stream records included, in one atomic
   * batch. On disk when it resolves; nothing is written when `change` throws.
   */
  write<T>(change: (buffer: WriteBuffer) => Promise<T>, userIdentity?: UserIdentity): Promise<T>;
  /** Runs `read` between two writes: it sees none of them half. */
  read<T>(read: () => Promise<T>): Promise<T>;
  onCommit(listener: (tables: Set<string>) => void): () => void;
  latestSequence(): string;
}

export async function createWriter(store: Store, clock: Clock): Promise<Writer> {
  const sequence = await openSequence(store.db);
  const listeners = new Set<(tables: Set<string>) => void>();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const turn = last.then(run);
    last = turn.catch(() => undefined);
    return turn;
  };

  const commit = async (buffer: WriteBuffer, userIdentity: UserIdentity | undefined): Promise<Set<string>> => {
    const tables = new Set<string>();
    for (const change of await buffer.changes()) {
      const table = (await store.db.get(`table~${change.table}`)) as Table;
      // As on AWS, a write that leaves the item as it was is no change.
      if (!table.StreamSpecification?.StreamEnabled || isDeepStrictEqual(change.old, change.new)) continue;
      const number = sequence.next();
      buffer.put(feedKey(change.table, number), streamRecord(table, change, number, clock.now(), userIdentity));
      buffer.put(SEQUENCE_KEY, number);
      tables.add(change.table);
    }
    const operations = buffer.operations();
    if (operations.length > 0) await applyDurably(store.db, operations);
    return tables;
  };

  return {
    read: inTurn,
    latestSequence: sequence.latest,
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    write: (change, userIdentity) =>
      inTurn(async () => {
        const buffer = bufferWrites(store);
        const result = await change(buffer);
        const tables = await commit(buffer, userIdentity);
        if (tables.size > 0) for (const listener of listeners) listener(tables);
        return result;
      }),
  };
}

type Batch = (operations: unknown, options: object) => Promise<void>;

/** dynalite's wrapper around `batch` drops the options, so the method underneath is called: synced, like SQLite's commits. */
function applyDurably(db: LevelStore, operations: unknown): Promise<void> {
  const batch = (Object.getPrototypeOf(db) as { batch: Batch }).batch;
  return batch.call(db, operations, { sync: true });
}
