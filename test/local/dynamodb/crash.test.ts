import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  CreateTableCommand,
  DynamoDBClient,
  paginateQuery,
  paginateScan,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig, LEDGER, startDynamoDb } from './start-dynamodb.ts';

const ROUNDS = 4;
const WRITERS = 8;
const WRITES_BEFORE_KILL = 30;
/** Items per transaction: so many that the server, not the client, is what takes the time when the kill comes. */
const PARTS = 25;
const SERVER = fileURLToPath(new URL('./serve-dynamodb.ts', import.meta.url));

describe('DynamoDB that is killed while it writes', () => {
  let dir: string;
  const acknowledged = new Set<string>();
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dynamodb-crash-'));
    for (let round = 0; round < ROUNDS; round += 1) await writeAndKill(dir, round, acknowledged);
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('loses no acknowledged transaction, halves none, and its index and stream agree with its items', async () => {
    const { client, dynamoDb, close } = await startDynamoDb({ dir, table: false });
    const items: string[] = [];
    for await (const page of paginateScan({ client }, { TableName: 'ledger' })) {
      items.push(...(page.Items ?? []).map(({ pk, sk }) => `${pk?.S}/${sk?.S}`));
    }
    const indexed: string[] = [];
    const query = {
      TableName: 'ledger',
      IndexName: 'by-kind',
      KeyConditionExpression: 'kind = :k',
      ExpressionAttributeValues: { ':k': { S: 'row' } },
    };
    for await (const page of paginateQuery({ client }, query)) {
      indexed.push(...(page.Items ?? []).map(({ pk, sk }) => `${pk?.S}/${sk?.S}`));
    }
    const records = await dynamoDb.feed('ledger').read(undefined, 100_000);
    await close();

    const whole = (id: string) => Array.from({ length: PARTS }, (_, part) => `PART#${part}/${id}`);
    const ids = [...new Set(items.map((item) => item.replace(/^.*\//, '')))];
    expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS * WRITES_BEFORE_KILL);
    expect([...acknowledged].filter((id) => !ids.includes(id))).toEqual([]);
    expect(items.toSorted()).toEqual(ids.flatMap(whole).sort());
    expect(indexed.sort()).toEqual(items.sort());
    expect(records.map(({ dynamodb: { Keys } }) => `${Keys['pk']?.['S']}/${Keys['sk']?.['S']}`).sort()).toEqual(items);
  }, 60_000);
});

async function writeAndKill(dir: string, round: number, acknowledged: Set<string>): Promise<void> {
  const server = spawn(process.execPath, [SERVER, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const client = new DynamoDBClient(clientConfig(url));
  if (round === 0) await client.send(new CreateTableCommand(LEDGER));
  // Right after an answer the server only reads; the later kills fall into its writing.
  const killDelay = 5 + 7 * round;
  const goal = acknowledged.size + WRITES_BEFORE_KILL;
  const writer = async (name: number): Promise<void> => {
    for (let n = 0; !server.killed; n += 1) {
      const id = `${round}-${name}-${n}`;
      await client.send(writeAllParts(id));
      acknowledged.add(id);
      if (acknowledged.size === goal) setTimeout(() => server.kill('SIGKILL'), killDelay);
    }
  };
  await Promise.allSettled([exited(server), ...Array.from({ length: WRITERS }, (_, name) => writer(name))]);
  client.destroy();
}

const exited = (server: ChildProcess) => once(server, 'exit');

const writeAllParts = (id: string) =>
  new TransactWriteItemsCommand({
    TransactItems: Array.from({ length: PARTS }, (_, part) => ({
      Put: { TableName: 'ledger', Item: { pk: { S: `PART#${part}` }, sk: { S: id }, kind: { S: 'row' } } },
    })),
  });
