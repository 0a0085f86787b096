import { describe, expect, it } from 'vitest';
import type { Facts } from '#local/iam/asks/ask.ts';
import { ASKS, iamRequests } from '#local/iam/iam-requests.ts';
import type { Input } from '#local/iam/service-call.ts';
import { newToken } from '#local/stepfunctions/engine/task-token.ts';
import { undocumented } from '#test/fixtures/iam/documented.ts';

const US = 'us-east-1:000000000000';
const TABLE = `arn:aws:dynamodb:${US}:table/ledger`;
const MACHINE = `arn:aws:states:${US}:stateMachine:release`;
const CLUSTER = `arn:aws:ecs:${US}:cluster/web`;
const SERVICE = `arn:aws:ecs:${US}:service/web/hello`;
const DEFINITION = `arn:aws:ecs:${US}:task-definition/hello`;
const [TASK_ROLE, EXECUTION_ROLE, OTHER_ROLE] = ['task', 'execution', 'other'].map(
  (r) => `arn:aws:iam::000000000000:role/${r}`,
);

const facts: Facts = {
  partitionKey: (table) => (table === 'ledger' ? 'pk' : undefined),
  secretArn: (id) =>
    id === 'bakewatch/webhook' ? `arn:aws:secretsmanager:${US}:secret:bakewatch/webhook-AbCdEf` : undefined,
  taskDefinition: (name) =>
    name === 'hello' ? { arn: `${DEFINITION}:7`, taskRoleArn: TASK_ROLE, executionRoleArn: EXECUTION_ROLE } : undefined,
};

const inWeb = { 'ecs:cluster': CLUSTER };
const passing = (role: string | undefined) => [
  'iam:PassRole',
  role,
  { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
];
const part = (kind: string, id: string, action: string) => [
  [`ecs:${action}`, `arn:aws:ecs:${US}:${kind}/web/hello/${id}`, { ...inWeb, 'ecs:service': SERVICE }],
  [`ecs:${action}`, SERVICE, inWeb],
];

/** Of every operation that may be called: a call, and what IAM is asked for it. */
const CALLS: [service: string, operation: string, input: Input, asked: unknown[][]][] = [
  [
    'codebuild',
    'StopBuild',
    { id: 'hello-build:0a1b' },
    [['codebuild:StopBuild', `arn:aws:codebuild:${US}:project/hello-build`, {}]],
  ],
  [
    'codebuild',
    'BatchGetBuilds',
    { ids: ['a:1', `arn:aws:codebuild:${US}:build/b:2`] },
    [
      ['codebuild:BatchGetBuilds', `arn:aws:codebuild:${US}:project/a`, {}],
      ['codebuild:BatchGetBuilds', `arn:aws:codebuild:${US}:project/b`, {}],
    ],
  ],
  [
    'codebuild',
    'StartBuild',
    { projectName: 'hello-build' },
    [['codebuild:StartBuild', `arn:aws:codebuild:${US}:project/hello-build`, {}]],
  ],
  ['dynamodb', 'GetItem', { TableName: 'ledger' }, [['dynamodb:GetItem', TABLE, {}]]],
  ['dynamodb', 'PutItem', { TableName: 'ledger' }, [['dynamodb:PutItem', TABLE, {}]]],
  ['dynamodb', 'UpdateItem', { TableName: TABLE }, [['dynamodb:UpdateItem', TABLE, {}]]],
  ['dynamodb', 'DeleteItem', { TableName: 'ledger' }, [['dynamodb:DeleteItem', TABLE, {}]]],
  ['dynamodb', 'Query', { TableName: 'ledger' }, [['dynamodb:Query', TABLE, {}]]],
  [
    'dynamodb',
    'GetItem',
    { TableName: TABLE, Key: { sk: { S: 'HEAD' }, pk: { S: 'SERVICE#a' } } },
    [['dynamodb:GetItem', TABLE, { 'dynamodb:LeadingKeys': ['SERVICE#a'] }]],
  ],
  [
    'dynamodb',
    'PutItem',
    { TableName: 'ledger', Item: { pk: { S: 'REPO#1' }, sk: { S: 'SERVICE#a' }, other: { S: 'b' } } },
    [['dynamodb:PutItem', TABLE, { 'dynamodb:LeadingKeys': ['REPO#1'] }]],
  ],
  [
    'dynamodb',
    'Query',
    {
      TableName: 'ledger',
      KeyConditionExpression: '#p = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeNames: { '#p': 'pk' },
      ExpressionAttributeValues: { ':pk': { S: 'FREEZES' }, ':prefix': { S: 'FREEZE#' } },
    },
    [['dynamodb:Query', TABLE, { 'dynamodb:LeadingKeys': ['FREEZES'] }]],
  ],
  [
    'dynamodb',
    'TransactWriteItems',
    {
      TransactItems: [
        { Put: { TableName: 'ledger', Item: { pk: { S: 'PUSH#1#refs/heads/main' }, sk: { S: 'HEAD' } } } },
        { Delete: { TableName: 'ledger', Key: { pk: { S: 'WAIT#a' }, sk: { S: 'b' } } } },
        { ConditionCheck: { TableName: 'ledger', Key: { pk: { S: 'FREEZES' }, sk: { S: 'HEAD' } } } },
      ],
    },
    [
      [
        'dynamodb:PutItem',
        TABLE,
        {
          'dynamodb:EnclosingOperation': 'TransactWriteItems',
          'dynamodb:LeadingKeys': ['PUSH#1#refs/heads/main'],
        },
      ],
      [
        'dynamodb:DeleteItem',
        TABLE,
        { 'dynamodb:EnclosingOperation': 'TransactWriteItems', 'dynamodb:LeadingKeys': ['WAIT#a'] },
      ],
      ['dynamodb:ConditionCheckItem', TABLE, { 'dynamodb:LeadingKeys': ['FREEZES'] }],
    ],
  ],
  ['dynamodb', 'Query', { TableName: 'ledger', IndexName: 'open' }, [['dynamodb:Query', `${TABLE}/index/open`, {}]]],
  [
    'dynamodb',
    'TransactWriteItems',
    {
      TransactItems: [
        { Put: { TableName: 'ledger' } },
        { Delete: { TableName: 'ledger' } },
        { Update: { TableName: 'other' } },
        { ConditionCheck: { TableName: 'ledger' } },
      ],
    },
    [
      ['dynamodb:PutItem', TABLE, { 'dynamodb:EnclosingOperation': 'TransactWriteItems' }],
      ['dynamodb:DeleteItem', TABLE, { 'dynamodb:EnclosingOperation': 'TransactWriteItems' }],
      [
        'dynamodb:UpdateItem',
        TABLE.replace('ledger', 'other'),
        { 'dynamodb:EnclosingOperation': 'TransactWriteItems' },
      ],
      ['dynamodb:ConditionCheckItem', TABLE, {}],
    ],
  ],
  [
    'ecr',
    'DescribeImages',
    { repositoryName: 'team/hello', registryId: '123456789012' },
    [['ecr:DescribeImages', 'arn:aws:ecr:us-east-1:123456789012:repository/team/hello', {}]],
  ],
  [
    'ecr',
    'DescribeRepositories',
    { repositoryNames: ['hello'] },
    [['ecr:DescribeRepositories', `arn:aws:ecr:${US}:repository/hello`, {}]],
  ],
  [
    'ecs',
    'DescribeServices',
    { cluster: 'web', services: ['hello', SERVICE] },
    [
      ['ecs:DescribeServices', SERVICE, inWeb],
      ['ecs:DescribeServices', SERVICE, inWeb],
    ],
  ],
  [
    'ecs',
    'UpdateService',
    { cluster: CLUSTER, service: 'hello', taskDefinition: 'hello' },
    [
      ['ecs:UpdateService', SERVICE, { ...inWeb, 'ecs:task-definition': `${DEFINITION}:7` }],
      passing(TASK_ROLE),
      passing(EXECUTION_ROLE),
    ],
  ],
  [
    'ecs',
    'ListServiceDeployments',
    { cluster: 'web', service: SERVICE },
    [['ecs:ListServiceDeployments', SERVICE, inWeb]],
  ],
  [
    'ecs',
    'DescribeServiceDeployments',
    { serviceDeploymentArns: [`arn:aws:ecs:${US}:service-deployment/web/hello/d1`] },
    part('service-deployment', 'd1', 'DescribeServiceDeployments'),
  ],
  [
    'ecs',
    'StopServiceDeployment',
    { serviceDeploymentArn: `arn:aws:ecs:${US}:service-deployment/web/hello/d1` },
    part('service-deployment', 'd1', 'StopServiceDeployment'),
  ],
  [
    'ecs',
    'DescribeServiceRevisions',
    { serviceRevisionArns: [`arn:aws:ecs:${US}:service-revision/web/hello/9`] },
    part('service-revision', '9', 'DescribeServiceRevisions'),
  ],
  ['ecs', 'ListTasks', { cluster: 'web', serviceName: 'hello' }, [['ecs:ListTasks', '*', inWeb]]],
  [
    'ecs',
    'DescribeTasks',
    { cluster: 'web', tasks: ['t1'] },
    [['ecs:DescribeTasks', `arn:aws:ecs:${US}:task/web/t1`, inWeb]],
  ],
  [
    'ecs',
    'DescribeTaskDefinition',
    { taskDefinition: 'hello:7', include: ['TAGS'] },
    [['ecs:DescribeTaskDefinition', '*', {}]],
  ],
  ['ecs', 'RegisterTaskDefinition', { family: 'hello' }, [['ecs:RegisterTaskDefinition', `${DEFINITION}:*`, {}]]],
  [
    'ecs',
    'RegisterTaskDefinition',
    {
      family: 'hello',
      taskRoleArn: TASK_ROLE,
      executionRoleArn: EXECUTION_ROLE,
      tags: [{ key: 'release', value: '7' }],
    },
    [
      ['ecs:RegisterTaskDefinition', `${DEFINITION}:*`, { 'aws:RequestTag/release': '7', 'aws:TagKeys': ['release'] }],
      [
        'ecs:TagResource',
        `${DEFINITION}:*`,
        { 'aws:RequestTag/release': '7', 'aws:TagKeys': ['release'], 'ecs:CreateAction': 'RegisterTaskDefinition' },
      ],
      passing(TASK_ROLE),
      passing(EXECUTION_ROLE),
    ],
  ],
  [
    'ecs',
    'RunTask',
    { cluster: 'web', taskDefinition: 'hello' },
    [['ecs:RunTask', `${DEFINITION}:7`, inWeb], passing(TASK_ROLE), passing(EXECUTION_ROLE)],
  ],
  [
    'ecs',
    'RunTask',
    {
      cluster: 'web',
      taskDefinition: 'hello',
      overrides: { taskRoleArn: OTHER_ROLE },
      tags: [{ key: 'a', value: 'b' }],
    },
    [
      ['ecs:RunTask', `${DEFINITION}:7`, { ...inWeb, 'aws:RequestTag/a': 'b', 'aws:TagKeys': ['a'] }],
      [
        'ecs:TagResource',
        `arn:aws:ecs:${US}:task/web/*`,
        { 'aws:RequestTag/a': 'b', 'aws:TagKeys': ['a'], 'ecs:CreateAction': 'RunTask' },
      ],
      passing(OTHER_ROLE),
      passing(EXECUTION_ROLE),
    ],
  ],
  [
    'events',
    'PutEvents',
    { Entries: [{ Source: 'a' }, { Source: 'b' }, { Source: 'c', EventBusName: 'theirs' }] },
    [
      ['events:PutEvents', `arn:aws:events:${US}:event-bus/default`, {}],
      ['events:PutEvents', `arn:aws:events:${US}:event-bus/theirs`, {}],
    ],
  ],
  ['lambda', 'Invoke', { FunctionName: 'obey' }, [['lambda:InvokeFunction', `arn:aws:lambda:${US}:function:obey`, {}]]],
  [
    'lambda',
    'Invoke',
    { FunctionName: `arn:aws:lambda:${US}:function:obey`, Qualifier: '7' },
    [['lambda:InvokeFunction', `arn:aws:lambda:${US}:function:obey:7`, {}]],
  ],
  [
    'monitoring',
    'DescribeAlarms',
    { AlarmNames: ['a'], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    [['cloudwatch:DescribeAlarms', '*', {}]],
  ],
  [
    'monitoring',
    'DescribeAlarms',
    { AlarmNames: ['a'] },
    [['cloudwatch:DescribeAlarms', `arn:aws:cloudwatch:${US}:alarm:*`, {}]],
  ],
  [
    'monitoring',
    'DescribeAlarmHistory',
    { AlarmName: 'a' },
    [['cloudwatch:DescribeAlarmHistory', `arn:aws:cloudwatch:${US}:alarm:a`, {}]],
  ],
  ['monitoring', 'GetMetricData', {}, [['cloudwatch:GetMetricData', '*', {}]]],
  [
    'secretsmanager',
    'GetSecretValue',
    { SecretId: 'bakewatch/webhook', VersionStage: 'AWSPREVIOUS' },
    [
      [
        'secretsmanager:GetSecretValue',
        `arn:aws:secretsmanager:${US}:secret:bakewatch/webhook-AbCdEf`,
        { 'secretsmanager:SecretId': 'bakewatch/webhook', 'secretsmanager:VersionStage': 'AWSPREVIOUS' },
      ],
    ],
  ],
  ['states', 'StartExecution', { stateMachineArn: MACHINE }, [['states:StartExecution', MACHINE, {}]]],
  [
    'states',
    'StartExecution',
    { stateMachineArn: `${MACHINE}:live` },
    [['states:StartExecution', MACHINE, { 'states:StateMachineQualifier': ['live'] }]],
  ],
  [
    'states',
    'DescribeExecution',
    { executionArn: `arn:aws:states:${US}:execution:release:r1` },
    [['states:DescribeExecution', `arn:aws:states:${US}:execution:release:r1`, {}]],
  ],
  ...(['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'].map((operation) => [
    'states',
    operation,
    { taskToken: newToken(`arn:aws:states:${US}:execution:release:r1`, 'f', 'k') },
    [[`states:${operation}`, MACHINE, {}]],
  ]) as [string, string, Input, unknown[][]][]),
  [
    'sts',
    'AssumeRole',
    { RoleArn: OTHER_ROLE, RoleSessionName: 'bakewatch', ExternalId: 'x' },
    [['sts:AssumeRole', OTHER_ROLE, { 'sts:RoleSessionName': 'bakewatch', 'sts:ExternalId': 'x' }]],
  ],
];

const ask = (service: string, operation: string, input: Input) => iamRequests({ service, operation, input }, facts);

describe('what IAM is asked for a call', () => {
  it.each(CALLS)('%s:%s %j', (service, operation, input, asked) => {
    const requests = ask(service, operation, input);
    expect(requests.map(({ action, resource, context }) => [action, resource, context])).toEqual(asked);
  });

  it.each(CALLS)('%s:%s is asked as AWS documents it', async (service, operation, input) => {
    for (const request of ask(service, operation, input)) expect(await undocumented(request)).toEqual([]);
  });

  it('has an example here for every operation that is let through', () => {
    const examples = new Set(CALLS.map(([service, operation]) => `${service}:${operation}`));
    const known = Object.entries(ASKS).flatMap(([service, asks]) =>
      Object.keys(asks).map((name) => `${service}:${name}`),
    );
    expect(known.filter((name) => !examples.has(name))).toEqual([]);
  });

  it.each<[string, string, Input]>([
    ['ecs', 'DeleteService', {}],
    ['s3', 'GetObject', {}],
    ['dynamodb', 'toString', {}],
    ['dynamodb', 'TransactWriteItems', { TransactItems: [{ Get: { TableName: 'ledger' } }] }],
    ['ecs', 'ListTasks', { containerInstance: 'i' }],
    ['ecs', 'RunTask', { taskDefinition: 'hello', propagateTags: 'TASK_DEFINITION' }],
  ])('is refused when nobody has said what it is: %s:%s %j', (service, operation, input) => {
    expect(() => ask(service, operation, input)).toThrow(/is not known here: add it to local\/iam\/asks/);
  });
});

describe('the reference of AWS', () => {
  it.each([
    [{ action: 'dynamodb:TransactWriteItems', resource: TABLE, context: {} }, /no action/],
    [{ action: 'dynamodb:putItem', resource: TABLE, context: {} }, /spelt PutItem/],
    [{ action: 'dynamodb:PutItem', resource: '*', context: {} }, /not asked about \*/],
    [{ action: 'dynamodb:PutItem', resource: MACHINE, context: {} }, /not asked about/],
    [{ action: 'ecs:DescribeTaskDefinition', resource: `${DEFINITION}:7`, context: {} }, /but about: \*/],
    [{ action: 'dynamodb:PutItem', resource: TABLE, context: inWeb }, /no condition key ecs:cluster/],
  ])('speaks against %j', async (request, complaint) => {
    expect((await undocumented(request)).join()).toMatch(complaint);
  });
});
