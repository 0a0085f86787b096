import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LEDGER_TABLE, TABLE } from '#infra/installation.ts';
import { createDynamoDb, type DynamoDb } from '#local/dynamodb/create-dynamodb.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { clientsFor } from '#local/installation/clients.ts';
import { ensureTable } from '#local/installation/ensure-table.ts';
import { systemClock } from '#local/time/clock.ts';

let dynamo: DynamoDb;
let endpoint: Endpoint;
let dynamoDb: DynamoDBClient;
beforeEach(async () => {
  dynamo = await createDynamoDb({ dir: ':memory:', clock: systemClock() });
  endpoint = await startEndpoint(0, [dynamo.service]);
  dynamoDb = clientsFor(endpoint.url).dynamoDb;
});
afterEach(async () => {
  await endpoint.close();
  await dynamo.close();
});

const timeToLive = async () =>
  (await dynamoDb.send(new DescribeTimeToLiveCommand({ TableName: TABLE }))).TimeToLiveDescription;

it('makes the table with its stream and its time to live, once', async () => {
  await ensureTable({ dynamoDb });
  await ensureTable({ dynamoDb });
  const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName: TABLE }));
  expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
  expect(await timeToLive()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
});

it('goes on where a first start was killed: between the table and its time to live', async () => {
  await dynamoDb.send(new CreateTableCommand({ TableName: TABLE, ...LEDGER_TABLE }));
  await ensureTable({ dynamoDb });
  expect(await timeToLive()).toMatchObject({ TimeToLiveStatus: 'ENABLED' });
});
