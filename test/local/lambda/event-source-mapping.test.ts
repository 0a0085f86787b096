import { DescribeTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#local/time/manual-clock.ts';
import { startDynamoDb } from '#test/local/dynamodb/start-dynamodb.ts';
import { startLambda, until } from './start-lambda.ts';

/** Prints each batch as one line; fails on any that holds `poison`. */
const SOURCE = `export const handler = async ({ Records }) => {
  const ids = Records.map((record) => record.dynamodb.Keys.sk.S);
  console.log('batch ' + ids.join(','));
  if (ids.includes('poison')) throw new Error('poison');
};`;
/** Reports the first record named `poison` as failed. */
const REPORTS = `export const handler = async ({ Records }) => {
  console.log('batch ' + Records.map((record) => record.dynamodb.Keys.sk.S).join(','));
  const failed = Records.find((record) => record.dynamodb.Keys.sk.S === 'poison');
  return { batchItemFailures: failed ? [{ itemIdentifier: failed.dynamodb.SequenceNumber }] : [] };
};`;

describe('An event source mapping from a table', () => {
  const clock = manualClock(1_700_000_000_000);
  let table: Awaited<ReturnType<typeof startDynamoDb>>;
  let running: Awaited<ReturnType<typeof startLambda>>;
  let streamArn: string;
  const start = (dir?: string) =>
    startLambda({ clock, feeds: (name) => table.dynamoDb.feed(name), ...(dir ? { dir } : {}) });
  beforeEach(async () => {
    table = await startDynamoDb({ clock });
    const { Table } = await table.client.send(new DescribeTableCommand({ TableName: 'ledger' }));
    streamArn = Table?.LatestStreamArn ?? '';
    running = await start();
  });
  afterEach(async () => {
    await running.close();
    await table.close();
  });

  /** Warm, so that the time that passes in a test never falls into loading the bundle. */
  const createConsumer = async (source: string): Promise<void> => {
    await running.create('consumer', source, { Timeout: 900 });
    await running.lambda.invoke('consumer', { Records: [] });
    // What a function prints comes on another way than its answer, and may come after it.
    await until(() => batches().length === 1, 'the line of the first, empty batch');
    running.lines.length = 0;
  };
  const put = (sk: string, kind = 'release') =>
    table.client.send(
      new PutItemCommand({ TableName: 'ledger', Item: { pk: { S: 'A' }, sk: { S: sk }, kind: { S: kind } } }),
    );
  const map = (options: Partial<CreateEventSourceMappingCommandInput> = {}) =>
    running.client.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: streamArn,
        FunctionName: 'consumer',
        StartingPosition: 'TRIM_HORIZON',
        ...options,
      }),
    );
  const batches = (): string[] => running.lines.map(({ line }) => line).filter((line) => line.startsWith('batch'));
  /** Time passes, in small steps so that threads can answer in between, until `condition` holds. */
  const passTimeUntil = (condition: () => boolean, what: string) =>
    until(async () => {
      if (!condition()) await clock.advanceBy(500);
      return condition();
    }, what);

  it('hands over what was written before and after it, in order and once', async () => {
    await createConsumer(SOURCE);
    for (const sk of ['1', '2', '3']) await put(sk);
    await map({ BatchSize: 2 });
    running.lambda.start();
    await until(() => batches().length === 2, 'two batches');
    await put('4');
    await until(() => batches().length === 3, 'the third batch');
    expect(batches()).toEqual(['batch 1,2', 'batch 3', 'batch 4']);
  });

  it('begins with what comes next when told so', async () => {
    await createConsumer(SOURCE);
    await put('before');
    await map({ StartingPosition: 'LATEST' });
    running.lambda.start();
    await put('after');
    await until(() => batches().length === 1, 'a batch');
    expect(batches()).toEqual(['batch after']);
  });

  it('goes on after a restart where it stopped', async () => {
    await createConsumer(SOURCE);
    await map();
    running.lambda.start();
    await put('1');
    await until(
      () => batches().length === 1 && running.lines.some(({ line }) => line.startsWith('REPORT')),
      'the first batch',
    );
    const { dir } = running;
    await running.close({ keep: true });
    await put('2');
    running = await start(dir);
    running.lambda.start();
    await until(() => batches().length === 1, 'a batch');
    expect(batches()).toEqual(['batch 2']);
    const { EventSourceMappings = [] } = await running.client.send(new ListEventSourceMappingsCommand());
    expect(EventSourceMappings).toMatchObject([{ EventSourceArn: streamArn, State: 'Enabled' }]);
  });

  it('splits a failing batch until the bad record is alone, gives it up, and goes on', async () => {
    await createConsumer(SOURCE);
    for (const sk of ['1', 'poison', '2', '3']) await put(sk);
    await map({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: 'dead' } },
    });
    running.lambda.start();
    await passTimeUntil(() => batches().at(-1) === 'batch 2,3', 'the last batch');
    expect(batches()).toEqual([
      'batch 1,poison,2,3',
      'batch 1,poison',
      'batch 1',
      'batch poison',
      'batch poison',
      'batch 2,3',
    ]);
    expect(running.deadLetters).toMatchObject([
      { queue: 'dead', message: { DDBStreamBatchInfo: { batchSize: 1, streamArn } } },
    ]);
  });

  it('repeats only from the first record that the function reports as failed', async () => {
    await createConsumer(REPORTS);
    for (const sk of ['1', 'poison', '2']) await put(sk);
    await map({ FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 0 });
    running.lambda.start();
    await passTimeUntil(() => batches().length === 2, 'the repetition');
    await put('3');
    await passTimeUntil(() => batches().length === 3, 'the batch after it');
    expect(batches()).toEqual(['batch 1,poison,2', 'batch poison,2', 'batch 3']);
  });

  it('hands over only what its filters let pass', async () => {
    await createConsumer(SOURCE);
    const Pattern = JSON.stringify({
      eventName: ['INSERT'],
      dynamodb: { NewImage: { kind: { S: [{ prefix: 'rel' }] } } },
    });
    await map({ FilterCriteria: { Filters: [{ Pattern }] } });
    running.lambda.start();
    await put('1', 'event');
    await put('2', 'release');
    await put('3', 'event');
    await put('2', 'release-changed');
    await put('4', 'release');
    await until(() => batches().join().includes('4'), 'the last record');
    expect(
      batches()
        .map((line) => line.replace('batch ', ''))
        .join(),
    ).toBe('2,4');
  });

  it('rests while it is disabled and loses nothing', async () => {
    await createConsumer(SOURCE);
    const { UUID } = await map({ Enabled: false });
    running.lambda.start();
    await put('1');
    expect(running.lambda.stats().invocations).toEqual({ consumer: 1 });
    await running.client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    await until(() => batches().length === 1, 'a batch');
  });

  it('refuses what it does not do', async () => {
    await createConsumer(SOURCE);
    await expect(map({ MaximumBatchingWindowInSeconds: 5 })).rejects.toThrow(/MaximumBatchingWindowInSeconds/);
    await expect(map({ TumblingWindowInSeconds: 5 })).rejects.toThrow(/TumblingWindowInSeconds/);
    await expect(map({ EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:queue' })).rejects.toThrow(
      /DynamoDB stream/,
    );
    await expect(map({ FilterCriteria: { Filters: [{ Pattern: '{"a":[{"wildcard":"*"}]}' }] } })).rejects.toThrow(
      /wildcard/,
    );
  });
});
