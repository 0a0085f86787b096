import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  type TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#local/time/manual-clock.ts';
import { startDynamoDb } from './start-dynamodb.ts';

const MINUTE = 60_000;
const item = (pk: string, sk: string, more = {}) => ({ pk: { S: pk }, sk: { S: sk }, ...more });

describe('DynamoDB transactions', () => {
  const clock = manualClock(1_700_000_000_000);
  let running: Awaited<ReturnType<typeof startDynamoDb>>;
  let dir: string;
  // On disk: in memory each call is over before the next one is read, so nothing would ever run side by side.
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dynamodb-'));
    running = await startDynamoDb({ dir, clock });
  });
  afterEach(async () => {
    await running.close();
    await rm(dir, { recursive: true });
  });

  const put = (Item: object, more = {}) => ({ Put: { TableName: 'ledger', Item: Item as never, ...more } });

  it('let exactly one of 100 parallel writers take a lock and write its history row', async () => {
    const take = (n: number) =>
      running.client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            put(item('LOCK', 'a', { owner: { S: `${n}` } }), { ConditionExpression: 'attribute_not_exists(pk)' }),
            put(item('HISTORY', `${n}`, { kind: { S: 'history' } })),
          ],
        }),
      );
    const results = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => take(n)));

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { Items = [] } = await running.client.send(new ScanCommand({ TableName: 'ledger' }));
    expect(Items.map(({ pk }) => pk?.S).sort()).toEqual(['HISTORY', 'LOCK']);
    const indexed = await running.client.send(
      new QueryCommand({
        TableName: 'ledger',
        IndexName: 'by-kind',
        KeyConditionExpression: 'kind = :k',
        ExpressionAttributeValues: { ':k': { S: 'history' } },
      }),
    );
    expect(indexed.Count).toBe(1);
  });

  it('name the reason of each action in the order of the request, with the item when asked', async () => {
    await running.client.send(new PutItemCommand({ TableName: 'ledger', Item: item('A', '1', { n: { N: '7' } }) }));
    const error: TransactionCanceledException = await running.client
      .send(
        new TransactWriteItemsCommand({
          TransactItems: [
            put(item('B', '1')),
            {
              ConditionCheck: {
                TableName: 'ledger',
                Key: item('A', '1'),
                ConditionExpression: 'n = :n',
                ExpressionAttributeValues: { ':n': { N: '8' } },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
            {
              Update: {
                TableName: 'ledger',
                Key: item('C', '1'),
                UpdateExpression: 'SET x = :x',
                ConditionExpression: 'attribute_exists(pk)',
                ExpressionAttributeValues: { ':x': { N: '1' } },
              },
            },
          ],
        }),
      )
      .catch((thrown) => thrown);
    expect(error.name).toBe('TransactionCanceledException');
    expect(error.message).toContain('[None, ConditionalCheckFailed, ConditionalCheckFailed]');
    expect(error.CancellationReasons).toEqual([
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: item('A', '1', { n: { N: '7' } }),
      },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    ]);
    const { Count } = await running.client.send(new ScanCommand({ TableName: 'ledger' }));
    expect(Count).toBe(1);
  });

  it('apply Put, Update and Delete together and add one stream record for each', async () => {
    await running.client.send(new PutItemCommand({ TableName: 'ledger', Item: item('A', 'old') }));
    await running.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          put(item('A', 'new')),
          {
            Update: {
              TableName: 'ledger',
              Key: item('A', 'counter'),
              UpdateExpression: 'ADD n :one',
              ExpressionAttributeValues: { ':one': { N: '1' } },
            },
          },
          { Delete: { TableName: 'ledger', Key: item('A', 'old') } },
        ],
      }),
    );
    const read = await running.client.send(
      new TransactGetItemsCommand({
        TransactItems: ['new', 'counter', 'old'].map((sk) => ({ Get: { TableName: 'ledger', Key: item('A', sk) } })),
      }),
    );
    expect(read.Responses?.map(({ Item }) => Item?.['sk']?.S)).toEqual(['new', 'counter', undefined]);
    const records = await running.dynamoDb.feed('ledger').read(undefined, 10);
    expect(records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'INSERT', 'INSERT', 'REMOVE']);
  });

  it('refuse two actions on the same item', async () => {
    const command = new TransactWriteItemsCommand({ TransactItems: [put(item('A', '1')), put(item('A', '1'))] });
    await expect(running.client.send(command)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('multiple operations on one item'),
    });
  });

  it('refuse more than 100 actions', async () => {
    const TransactItems = Array.from({ length: 101 }, (_, n) => put(item('A', `${n}`)));
    await expect(running.client.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('do nothing the second time a token is used within ten minutes, and refuse it for another request', async () => {
    const add = (amount: string) =>
      new TransactWriteItemsCommand({
        ClientRequestToken: 'token-1',
        TransactItems: [
          {
            Update: {
              TableName: 'ledger',
              Key: item('A', '1'),
              UpdateExpression: 'ADD n :n',
              ExpressionAttributeValues: { ':n': { N: amount } },
            },
          },
        ],
      });
    const value = async () => {
      const read = await running.client.send(new GetItemCommand({ TableName: 'ledger', Key: item('A', '1') }));
      return read.Item?.['n']?.N;
    };
    await running.client.send(add('1'));
    await running.client.send(add('1'));
    expect(await value()).toBe('1');
    await expect(running.client.send(add('2'))).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
    await clock.advanceBy(11 * MINUTE);
    await running.client.send(add('1'));
    expect(await value()).toBe('2');
  });

  it('report a key that does not fit the table as the reason of its action', async () => {
    const command = new TransactWriteItemsCommand({
      TransactItems: [{ Delete: { TableName: 'ledger', Key: { pk: { S: 'A' } } } }],
    });
    await expect(running.client.send(command)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ValidationError', Message: 'The provided key element does not match the schema' }],
    });
  });
});
