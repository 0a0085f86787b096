import type { HttpService } from '#local/http/http-service.ts';
import type { Clock } from '#local/time/clock.ts';
import type { KeySchemaElement } from './dynalite-parts.ts';
import { dynamoDbService } from './dynamodb-service.ts';
import { type Feed, readFeed } from './feed.ts';
import { openStore } from './open-store.ts';
import { type Operations, operations } from './operations.ts';
import { hashKeyOf, partitionKeys } from './partition-keys.ts';
import { sweep } from './sweep.ts';
import { createWriter, type Writer } from './writer.ts';

/** AWS promises expired items are gone within days; a minute lets people see it happen. */
const SWEEP_MS = 60_000;

export interface DynamoDb {
  service: HttpService;
  /** The stream of a table, in this process. */
  feed(table: string): Feed;
  /** The attribute that a table is partitioned by; undefined when there is no such table. */
  partitionKey(table: string): string | undefined;
  /** Calls so far, by operation. */
  calls(): Record<string, number>;
  /** Starts the sweeper: time to live, and the 24 hours that stream records live. */
  start(): void;
  close(): Promise<void>;
}

/** DynamoDB with its state in `dir` (':memory:' keeps none). Rejects when another process uses that `dir`. */
export async function createDynamoDb({ dir, clock }: { dir: string; clock: Clock }): Promise<DynamoDb> {
  const store = await openStore(dir);
  const writer = await createWriter(store, clock);
  const keys = await partitionKeys(store);
  const counted = countCalls(notingKeys(operations(store, writer, clock), keys));
  const sweeper = createSweeper(() => sweep(store, writer, clock), clock);
  return {
    service: dynamoDbService(counted.operations),
    partitionKey: (table) => keys.get(table),
    calls: counted.calls,
    feed: (table) => ({
      read: (after, limit) => readFeed(store.db, table, after, limit, clock.now()),
      onAppend: (listener) => onAppend(writer, table, listener),
      latest: writer.latestSequence,
    }),
    start: sweeper.start,
    async close() {
      await sweeper.stop();
      await writer.read(() => store.db.close());
    },
  };
}

/** Notes by what new tables are partitioned. */
function notingKeys(all: Operations, keys: Map<string, string>): Operations {
  const { CreateTable: create } = all;
  if (!create) return all;
  return {
    ...all,
    async CreateTable(input) {
      const created = await create(input);
      keys.set(String(input['TableName']), hashKeyOf(input['KeySchema'] as KeySchemaElement[]));
      return created;
    },
  };
}

const onAppend = (writer: Writer, table: string, listener: () => void): (() => void) =>
  writer.onCommit((tables) => {
    if (tables.has(table)) listener();
  });

function countCalls(all: Operations): { operations: Operations; calls: () => Record<string, number> } {
  const calls: Record<string, number> = {};
  const counted = Object.entries(all).map(([name, run]): [string, Operations[string]] => [
    name,
    (input) => {
      calls[name] = (calls[name] ?? 0) + 1;
      return run(input);
    },
  ]);
  return { operations: Object.fromEntries(counted), calls: () => ({ ...calls }) };
}

function createSweeper(run: () => Promise<void>, clock: Clock): { start(): void; stop(): Promise<void> } {
  let cancel: (() => void) | undefined;
  let running = Promise.resolve();
  const arm = (): void => {
    cancel = clock.at(clock.now() + SWEEP_MS, () => {
      arm();
      running = running.then(run).catch((error: unknown) => console.error('DynamoDB: the sweep failed', error));
    });
  };
  return {
    start: arm,
    async stop() {
      cancel?.();
      await running;
    },
  };
}
