import type { LevelStore } from './dynalite-parts.ts';
import type { StreamRecord } from './stream-record.ts';

/** A table's stream, read in this process: what DynamoDB Streams is on AWS. Empty while the table has no stream. */
export interface Feed {
  /** Up to `limit` records after that sequence number, oldest first; from the oldest one kept when it is undefined. */
  read(afterSequence: string | undefined, limit: number): Promise<StreamRecord[]>;
  /** Calls `listener` after each commit that added records. Returns a function that ends it. */
  onAppend(listener: () => void): () => void;
  /** The newest sequence number given to any record so far: where a reader that wants only news starts. */
  latest(): string;
}

/** Records live 24 hours, as on AWS. */
export const RETENTION_MS = 24 * 60 * 60 * 1000;

export const feedKey = (table: string, sequence: string): string => `feed-${table}~${sequence}`;
export const SEQUENCE_KEY = 'meta~sequence';
const FIRST_SEQUENCE = '100000000000000000000';

/** The sequence numbers of all tables: one counter, kept in the same batches as the records. */
export interface Sequence {
  latest(): string;
  next(): string;
}

export async function openSequence(db: LevelStore): Promise<Sequence> {
  let latest = BigInt(((await db.get(SEQUENCE_KEY)) as string | undefined) ?? FIRST_SEQUENCE);
  return {
    latest: () => String(latest),
    next: () => {
      latest += 1n;
      return String(latest);
    },
  };
}

export async function readFeed(db: LevelStore, table: string, after: string | undefined, limit: number, now: number) {
  const range = { gt: feedKey(table, after ?? ''), lt: feedKey(table, '\xff') };
  const records: StreamRecord[] = [];
  for await (const value of db.values(range)) {
    const record = value as StreamRecord;
    if (isKept(record, now)) records.push(record);
    if (records.length >= limit) break;
  }
  return records;
}

/** Deletes the records that are older than 24 hours at `now` (epoch ms). */
export async function trimFeed(db: LevelStore, table: string, now: number): Promise<void> {
  const old: { type: 'del'; key: string }[] = [];
  for await (const [key, value] of db.iterator({ gt: feedKey(table, ''), lt: feedKey(table, '\xff') })) {
    if (isKept(value as StreamRecord, now)) break;
    old.push({ type: 'del', key });
  }
  if (old.length > 0) await db.batch(old);
}

const isKept = (record: StreamRecord, now: number): boolean =>
  record.dynamodb.ApproximateCreationDateTime * 1000 > now - RETENTION_MS;
