import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDb, type DynamoDb } from '#local/dynamodb/create-dynamodb.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import type { Clock } from '#local/time/clock.ts';
import { systemClock } from '#local/time/clock.ts';

export const LEDGER: CreateTableCommandInput = {
  TableName: 'ledger',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'kind', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-kind',
      KeySchema: [
        { AttributeName: 'kind', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};

export const clientConfig = (endpoint: string): DynamoDBClientConfig => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

/** DynamoDB behind a real endpoint, with the ledger table unless told otherwise. */
export async function startDynamoDb(options: { dir?: string; clock?: Clock; table?: boolean } = {}) {
  const dynamoDb: DynamoDb = await createDynamoDb({
    dir: options.dir ?? ':memory:',
    clock: options.clock ?? systemClock(),
  });
  const endpoint = await startEndpoint(0, [dynamoDb.service]);
  const client = new DynamoDBClient(clientConfig(endpoint.url));
  if (options.table !== false) await client.send(new CreateTableCommand(LEDGER));
  const close = async (): Promise<void> => {
    client.destroy();
    await endpoint.close();
    await dynamoDb.close();
  };
  return { dynamoDb, client, url: endpoint.url, close };
}
