import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { manualClock } from '#local/time/manual-clock.ts';
import { LEDGER, startDynamoDb } from './start-dynamodb.ts';

const NOW = 1_700_000_000_000;

describe('DynamoDB tables', () => {
  let running: Awaited<ReturnType<typeof startDynamoDb>>;
  afterEach(() => running.close());

  it('show the settings they were created with', async () => {
    running = await startDynamoDb({ table: false });
    await running.client.send(
      new CreateTableCommand({
        ...LEDGER,
        DeletionProtectionEnabled: true,
        SSESpecification: { Enabled: true, SSEType: 'KMS' },
        Tags: [{ Key: 'app', Value: 'bakewatch' }],
      }),
    );
    await waitUntilTableExists({ client: running.client, minDelay: 1, maxWaitTime: 5 }, { TableName: 'ledger' });
    const { Table } = await running.client.send(new DescribeTableCommand({ TableName: 'ledger' }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      DeletionProtectionEnabled: true,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      SSEDescription: { Status: 'ENABLED' },
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      LatestStreamArn: expect.stringContaining('table/ledger/stream/'),
    });
    const { Tags } = await running.client.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }));
    expect(Tags).toEqual([{ Key: 'app', Value: 'bakewatch' }]);
  });

  it('are not deleted while they are protected, and take their items along when they are', async () => {
    running = await startDynamoDb();
    const protect = (DeletionProtectionEnabled: boolean) =>
      running.client.send(new UpdateTableCommand({ TableName: 'ledger', DeletionProtectionEnabled }));
    const remove = () => running.client.send(new DeleteTableCommand({ TableName: 'ledger' }));
    await running.client.send(new PutItemCommand({ TableName: 'ledger', Item: { pk: { S: 'A' }, sk: { S: '1' } } }));
    await protect(true);
    await expect(remove()).rejects.toMatchObject({ name: 'ValidationException' });
    await protect(false);
    await remove();
    expect((await running.client.send(new ListTablesCommand())).TableNames).toEqual([]);
    await running.client.send(new CreateTableCommand(LEDGER));
    expect((await running.client.send(new ScanCommand({ TableName: 'ledger' }))).Count).toBe(0);
    expect(await running.dynamoDb.feed('ledger').read(undefined, 10)).toEqual([]);
  });

  it('refuse a setting that is not supported', async () => {
    running = await startDynamoDb({ table: false });
    const command = new CreateTableCommand({ ...LEDGER, WarmThroughput: { ReadUnitsPerSecond: 1 } });
    await expect(running.client.send(command)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('WarmThroughput'),
    });
  });

  it('keep time to live and point-in-time recovery over a restart', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'dynamodb-'));
    running = await startDynamoDb({ dir });
    const spec = { Enabled: true, AttributeName: 'expires' };
    const update = new UpdateTimeToLiveCommand({ TableName: 'ledger', TimeToLiveSpecification: spec });
    await running.client.send(update);
    await expect(running.client.send(update)).rejects.toMatchObject({ name: 'ValidationException' });
    await running.client.send(
      new UpdateContinuousBackupsCommand({
        TableName: 'ledger',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    await running.close();

    running = await startDynamoDb({ dir, table: false });
    const ttl = await running.client.send(new DescribeTimeToLiveCommand({ TableName: 'ledger' }));
    expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    const backups = await running.client.send(new DescribeContinuousBackupsCommand({ TableName: 'ledger' }));
    expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe(
      'ENABLED',
    );
    await rm(dir, { recursive: true });
  });

  it('lose expired items to the sweeper, in the name of DynamoDB, and stream records after a day', async () => {
    const clock = manualClock(NOW);
    running = await startDynamoDb({ clock });
    await running.client.send(
      new UpdateTimeToLiveCommand({
        TableName: 'ledger',
        TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
      }),
    );
    const put = (sk: string, expires: number) =>
      running.client.send(
        new PutItemCommand({
          TableName: 'ledger',
          Item: { pk: { S: 'A' }, sk: { S: sk }, expires: { N: String(expires) } },
        }),
      );
    await put('soon', NOW / 1000 + 30);
    await put('later', NOW / 1000 + 3600);
    running.dynamoDb.start();
    const feed = running.dynamoDb.feed('ledger');
    const removed = new Promise<void>((resolve) => void feed.onAppend(resolve));
    await clock.advanceBy(60_000);
    await removed;
    const { Items = [] } = await running.client.send(new ScanCommand({ TableName: 'ledger' }));
    expect(Items.map(({ sk }) => sk?.S)).toEqual(['later']);
    const records = await feed.read(undefined, 10);
    expect(records.map(({ eventName, userIdentity }) => [eventName, userIdentity?.principalId])).toEqual([
      ['INSERT', undefined],
      ['INSERT', undefined],
      ['REMOVE', 'dynamodb.amazonaws.com'],
    ]);
    await clock.advanceBy(24 * 3600 * 1000);
    expect(await feed.read(undefined, 10)).not.toContainEqual(records[0]);
  });
});
