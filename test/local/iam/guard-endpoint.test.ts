import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalAws, openAws } from '#local/aws.ts';
import { type Authorizer, createAuthorizer } from '#local/iam/create-authorizer.ts';

const US = 'us-east-1:000000000000';
const KEY = { pk: { S: 'a' } };

/** What the function `reader` may do; what it may not, every service refuses in its own way. */
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      Resource: `arn:aws:dynamodb:${US}:table/ledger`,
    },
    {
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: `arn:aws:secretsmanager:${US}:secret:webhook-??????`,
    },
    { Effect: 'Deny', Action: 'ecs:*', Resource: '*' },
    { Effect: 'Allow', Action: 'ecs:*', Resource: '*' },
  ],
};

describe('a function calls AWS under its role', () => {
  const dir = mkdtempSync(join(tmpdir(), 'iam-'));
  let aws: LocalAws;
  let authorizer: Authorizer;

  /** The clients of a caller, who is told by the access key. */
  const as = (accessKeyId: string) => {
    const config = {
      endpoint: aws.url,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey: 'x' },
      maxAttempts: 1,
    };
    return {
      dynamoDb: new DynamoDBClient(config),
      cloudWatch: new CloudWatchClient(config),
      ecs: new ECSClient(config),
      lambda: new LambdaClient(config),
      secrets: new SecretsManagerClient(config),
      sts: new STSClient(config),
    };
  };
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => ({ name: 'none', message: '', status: 200 }),
      (error) => ({ name: error.name, message: error.message, status: error.$metadata.httpStatusCode }),
    );

  beforeAll(async () => {
    authorizer = createAuthorizer({
      functions: { reader: { name: 'reader-role', policies: { reading: POLICY } } },
      stateMachines: {},
    });
    aws = await openAws({ dir, gitDir: join(dir, 'git'), port: 0, authorize: authorizer.authorize });
    await aws.start();
    const { dynamoDb, secrets } = as('installer');
    for (const TableName of ['ledger', 'other'])
      await dynamoDb.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        }),
      );
    for (const Name of ['webhook', 'webhook-two'])
      await secrets.send(new CreateSecretCommand({ Name, SecretString: Name }));
  });
  afterAll(async () => {
    await aws?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('and does what the role allows', async () => {
    const { dynamoDb, secrets } = as('lambda-reader');
    await dynamoDb.send(new PutItemCommand({ TableName: 'ledger', Item: { ...KEY, n: { N: '1' } } }));
    expect((await dynamoDb.send(new GetItemCommand({ TableName: 'ledger', Key: KEY }))).Item).toMatchObject(KEY);
    expect((await secrets.send(new GetSecretValueCommand({ SecretId: 'webhook' }))).SecretString).toBe('webhook');
  });

  it('and is refused what it does not, before anything is done', async () => {
    const { dynamoDb } = as('lambda-reader');
    const Item = { pk: { S: 'never' } };
    expect(await refusal(dynamoDb.send(new PutItemCommand({ TableName: 'other', Item })))).toEqual({
      name: 'AccessDeniedException',
      status: 400,
      message: `User: arn:aws:sts::000000000000:assumed-role/reader-role/reader is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:${US}:table/other because no identity-based policy allows the dynamodb:PutItem action`,
    });
    const check = {
      ConditionCheck: { TableName: 'ledger', Key: Item, ConditionExpression: 'attribute_not_exists(pk)' },
    };
    const write = new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName: 'ledger', Item: { pk: { S: 'b' } } } }, check],
    });
    expect((await refusal(dynamoDb.send(write))).message).toMatch(/perform: dynamodb:ConditionCheckItem/);
    const there = as('installer').dynamoDb;
    expect((await there.send(new GetItemCommand({ TableName: 'other', Key: Item }))).Item).toBeUndefined();
    expect(
      (await there.send(new GetItemCommand({ TableName: 'ledger', Key: { pk: { S: 'b' } } }))).Item,
    ).toBeUndefined();
  });

  it('and a secret is its whole ARN: one whose name only begins the same is another', async () => {
    const { secrets } = as('lambda-reader');
    const denied = await refusal(secrets.send(new GetSecretValueCommand({ SecretId: 'webhook-two' })));
    expect(denied.name).toBe('AccessDeniedException');
    expect(denied.message).toMatch(
      /on resource: arn:aws:secretsmanager:us-east-1:000000000000:secret:webhook-two-\w{6} because/,
    );
  });

  it('and CloudWatch, Lambda, STS and ECS refuse it each in its way', async () => {
    const { cloudWatch, ecs, lambda, sts } = as('lambda-reader');
    const RoleArn = 'arn:aws:iam::111111111111:role/there';
    expect(await refusal(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'reader' })))).toMatchObject({
      name: 'AccessDenied',
      status: 403,
      message: expect.stringMatching(/sts:AssumeRole on resource: arn:aws:iam::111111111111:role\/there because/),
    });
    expect(await refusal(cloudWatch.send(new DescribeAlarmsCommand({})))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/cloudwatch:DescribeAlarms on resource: arn:aws:cloudwatch:.*:alarm:\* because/),
    });
    expect(await refusal(lambda.send(new InvokeCommand({ FunctionName: 'other' })))).toMatchObject({
      name: 'AccessDeniedException',
      status: 403,
      message: expect.stringMatching(/lambda:InvokeFunction on resource: .*:function:other because/),
    });
    expect(await refusal(ecs.send(new DescribeServicesCommand({ services: ['web'] })))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/with an explicit deny in an identity-based policy$/),
    });
  });

  it('and what nobody has mapped is refused, whatever the role says', async () => {
    const { cloudWatch, lambda } = as('lambda-reader');
    const alarm = {
      AlarmName: 'a',
      MetricName: 'm',
      Namespace: 'n',
      Period: 60,
      EvaluationPeriods: 1,
      Statistic: 'Sum',
      Threshold: 1,
    } as const;
    const put = new PutMetricAlarmCommand({ ...alarm, ComparisonOperator: 'GreaterThanThreshold' });
    expect(await refusal(cloudWatch.send(put))).toMatchObject({
      name: 'UnmappedCall',
      message: expect.stringMatching(/monitoring:PutMetricAlarm/),
    });
    expect((await refusal(lambda.send(new GetFunctionCommand({ FunctionName: 'x' })))).name).toBe('UnmappedCall');
  });

  it('and without a role may do nothing', async () => {
    const { dynamoDb } = as('lambda-stranger');
    expect((await refusal(dynamoDb.send(new GetItemCommand({ TableName: 'ledger', Key: KEY })))).message).toMatch(
      /assumed-role\/no-role\/stranger is not authorized/,
    );
  });

  it('and nobody else is asked about', async () => {
    const found = await as('somebody').dynamoDb.send(new GetItemCommand({ TableName: 'other', Key: KEY }));
    expect(found.Item).toBeUndefined();
  });

  it('and all of it is remembered: what was used of what is granted, and what was denied', () => {
    const used = authorizer.used().map(({ action, statement }) => `${statement} ${action}`);
    expect(used.sort()).toEqual([
      'reading#0 dynamodb:GetItem',
      'reading#0 dynamodb:PutItem',
      'reading#1 secretsmanager:GetSecretValue',
    ]);
    expect(authorizer.granted.map(({ action }) => action)).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'secretsmanager:GetSecretValue',
      'ecs:*',
    ]);
    expect(authorizer.refused().filter((line) => line.includes('ConditionCheckItem'))).toHaveLength(1);
  });
});
