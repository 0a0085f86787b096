import {
  BatchWriteItemCommand,
  type ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDynamoDb } from './start-dynamodb.ts';

const item = (sk: string, more = {}) => ({ pk: { S: 'A' }, sk: { S: sk }, ...more });

describe('DynamoDB writes', () => {
  let running: Awaited<ReturnType<typeof startDynamoDb>>;
  beforeEach(async () => {
    running = await startDynamoDb();
  });
  afterEach(() => running.close());
  const put = (sk: string, more = {}, options = {}) =>
    running.client.send(new PutItemCommand({ TableName: 'ledger', Item: item(sk, more), ...options }));
  const feed = () => running.dynamoDb.feed('ledger').read(undefined, 100);

  it('answer a failed condition with the item only when asked to', async () => {
    await put('1', { n: { N: '1' } });
    const create = { ConditionExpression: 'attribute_not_exists(pk)' };
    const asked: ConditionalCheckFailedException = await put(
      '1',
      {},
      { ...create, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
    ).catch((error) => error);
    expect(asked).toMatchObject({ name: 'ConditionalCheckFailedException', Item: item('1', { n: { N: '1' } }) });
    const silent: ConditionalCheckFailedException = await put('1', {}, create).catch((error) => error);
    expect(silent.name).toBe('ConditionalCheckFailedException');
    expect(silent.Item).toBeUndefined();
  });

  it('add exactly one record per change to the stream, in order and with both images', async () => {
    await put('1', { n: { N: '1' } });
    await put('1', { n: { N: '1' } });
    await running.client.send(
      new UpdateItemCommand({
        TableName: 'ledger',
        Key: item('1'),
        UpdateExpression: 'SET n = n + :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
    await running.client.send(new DeleteItemCommand({ TableName: 'ledger', Key: item('1') }));
    await running.client.send(new DeleteItemCommand({ TableName: 'ledger', Key: item('1') }));

    const records = await feed();
    expect(
      records.map(({ eventName, dynamodb }) => [eventName, dynamodb.OldImage?.['n'], dynamodb.NewImage?.['n']]),
    ).toEqual([
      ['INSERT', undefined, { N: '1' }],
      ['MODIFY', { N: '1' }, { N: '2' }],
      ['REMOVE', { N: '2' }, undefined],
    ]);
    expect(records.map(({ dynamodb }) => dynamodb.Keys)).toEqual([item('1'), item('1'), item('1')]);
  });

  it('put batches into items, index and stream alike', async () => {
    await put('0', { kind: { S: 'x' } });
    await running.client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          ledger: [
            { PutRequest: { Item: item('1', { kind: { S: 'x' } }) } },
            { PutRequest: { Item: item('2', { kind: { S: 'x' } }) } },
            { DeleteRequest: { Key: item('0') } },
          ],
        },
      }),
    );
    const { Items = [] } = await running.client.send(
      new QueryCommand({
        TableName: 'ledger',
        IndexName: 'by-kind',
        KeyConditionExpression: 'kind = :k',
        ExpressionAttributeValues: { ':k': { S: 'x' } },
      }),
    );
    expect(Items.map(({ sk }) => sk?.S)).toEqual(['1', '2']);
    expect((await feed()).map(({ eventName }) => eventName).sort()).toEqual(['INSERT', 'INSERT', 'INSERT', 'REMOVE']);
  });

  it('reach a reader that goes on where it stopped, and wake it', async () => {
    const seen: string[] = [];
    let woken = 0;
    const stop = running.dynamoDb.feed('ledger').onAppend(() => {
      woken += 1;
    });
    let after: string | undefined;
    for (const sk of ['1', '2', '3']) {
      await put(sk);
      const [record] = await running.dynamoDb.feed('ledger').read(after, 1);
      after = record?.dynamodb.SequenceNumber;
      seen.push(String(record?.dynamodb.Keys['sk']?.['S']));
    }
    stop();
    await put('4');
    expect(seen).toEqual(['1', '2', '3']);
    expect(woken).toBe(3);
  });

  it('refuse parameters that are not supported instead of dropping them', async () => {
    const response = await fetch(running.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({ TableName: 'ledger', Item: item('1'), ConditonExpression: 'attribute_not_exists(pk)' }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      __type: expect.stringContaining('ValidationException'),
      message: expect.stringContaining('ConditonExpression'),
    });
    expect(await feed()).toEqual([]);
  });

  it.each([
    ['GetItem', { TableName: 'ledger', Key: { pk: null, sk: { S: '1' } } }],
    ['GetItem', { TableName: 'ledger', Key: {} }],
    ['PutItem', { TableName: 'ledger', Item: { pk: { S: 'A' } } }],
    ['UpdateItem', { TableName: 'ledger', Key: { pk: {}, sk: { S: '1' } } }],
    ['BatchGetItem', { RequestItems: { ledger: { Keys: [{ pk: { N: '1' }, sk: { S: '1' } }] } } }],
    ['TransactWriteItems', { TransactItems: [{ Delete: { TableName: 'ledger' } }] }],
    ['TransactWriteItems', { TransactItems: [{ Delete: null }] }],
    ['TransactGetItems', { TransactItems: [{ Get: null }] }],
    ['DeleteTable', {}],
    ['UpdateTable', { TableName: 'nobody', DeletionProtectionEnabled: true }],
    ['CreateTable', { TableName: 'other' }],
    ['UpdateTimeToLive', { TableName: 'ledger' }],
  ])('answer a malformed %s %j as the mistake of the caller, and go on', async (operation, input) => {
    const response = await fetch(running.url, {
      method: 'POST',
      headers: { 'x-amz-target': `DynamoDB_20120810.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(input),
    });
    expect(response.status).toBe(400);
    await put('1');
    expect(await feed()).toHaveLength(1);
  });
});
