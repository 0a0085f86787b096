import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { dynamoTable } from '#adapters/aws/table.ts';
import type { Table } from '#core/ports/table.ts';
import { LEDGER_TABLE, TABLE } from '#infra/installation.ts';
import { REGION } from '#local/account.ts';
import { type Table as Described, database, type Item, type Store } from '#local/dynamodb/dynalite-parts.ts';
import { dynamoDbService } from '#local/dynamodb/dynamodb-service.ts';
import { openStore } from '#local/dynamodb/open-store.ts';
import { operations } from '#local/dynamodb/operations.ts';
import { createWriter } from '#local/dynamodb/writer.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { systemClock } from '#local/time/clock.ts';
import { type Metered, meter } from './meter.ts';
import { pastOf } from './past-of.ts';

export interface MeteredLedger {
  table: Table;
  measure(use: () => Promise<unknown>): Promise<Metered>;
  close(): Promise<void>;
}

/** The ledger of a service with so many finished releases, in DynamoDB on one machine, in memory; read as the functions read it. */
export async function openLedger(releases: number): Promise<MeteredLedger> {
  const clock = systemClock();
  const store = await openStore(':memory:');
  const writer = await createWriter(store, clock);
  const endpoint = await startEndpoint(0, [dynamoDbService(operations(store, writer, clock))]);
  const client = new DynamoDBClient({
    endpoint: endpoint.url,
    region: REGION,
    credentials: { accessKeyId: 'benchmark', secretAccessKey: 'none' },
  });
  await client.send(new CreateTableCommand({ TableName: TABLE, ...LEDGER_TABLE }));
  await fill(store, releases);
  return {
    table: dynamoTable(TABLE, client),
    measure: meter(client),
    async close() {
      client.destroy();
      await endpoint.close();
      await store.db.close();
    },
  };
}

const AT_ONCE = 5_000;

/** Straight into the store: by its API a hundred thousand releases would take minutes. */
async function fill(store: Store, releases: number): Promise<void> {
  const table = (await store.db.get(`table~${TABLE}`)) as Described;
  const items = store.getItemDb(TABLE);
  let batch: { type: 'put'; key: string; value: Item }[] = [];
  const flush = (): Promise<void> =>
    new Promise((resolve, reject) => {
      items.batch(batch, (error) => (error ? reject(error) : resolve()));
      batch = [];
    });
  for (const stored of pastOf(releases)) {
    const value = marshall(stored, { removeUndefinedValues: true }) as unknown as Item;
    batch.push({ type: 'put', key: database.createKey(value, table), value });
    if (batch.length >= AT_ONCE) await flush();
  }
  await flush();
}
