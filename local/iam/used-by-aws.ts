import type { Principal } from './authorize.ts';

/** Actions that a role must allow because a service uses them in its name: no call of ours will ever ask for them. */
export interface UsedByAws {
  kind: Principal['kind'];
  actions: string[];
  why: string;
  document: string;
}

const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg';
const STEP_FUNCTIONS = 'https://docs.aws.amazon.com/step-functions/latest/dg';
const TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
const RULES = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'];

export const USED_BY_AWS: UsedByAws[] = [
  {
    kind: 'function',
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    why: 'Lambda writes what the function says into its log',
    document: `${LAMBDA}/monitoring-cloudwatchlogs.html`,
  },
  {
    kind: 'function',
    actions: TRACES,
    why: 'Lambda sends the traces of the function',
    document: `${LAMBDA}/services-xray.html`,
  },
  {
    kind: 'function',
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    why: 'Lambda reads the stream for the function',
    document: `${LAMBDA}/with-ddb.html`,
  },
  {
    kind: 'function',
    actions: ['sqs:SendMessage'],
    why: 'Lambda keeps what the function could not do',
    document: `${LAMBDA}/invocation-async-retain-records.html`,
  },
  {
    kind: 'state-machine',
    actions: ['codebuild:StopBuild', 'codebuild:BatchGetBuilds', 'codebuild:BatchGetReports', ...RULES],
    why: 'Step Functions follows the build that it waits for, and stops it with its execution',
    document: `${STEP_FUNCTIONS}/connect-codebuild.html`,
  },
  {
    kind: 'state-machine',
    actions: ['ecs:StopTask', 'ecs:DescribeTasks', ...RULES],
    why: 'Step Functions follows the task that it waits for, and stops it with its execution',
    document: `${STEP_FUNCTIONS}/connect-ecs.html`,
  },
  {
    kind: 'role',
    actions: ['ecs:StopTask', 'ecs:DescribeTasks'],
    why: 'Step Functions follows the task that it runs in another account, and stops it with its execution',
    document: `${STEP_FUNCTIONS}/concepts-cross-acct-sync-pattern.html`,
  },
  {
    kind: 'state-machine',
    actions: [
      ...['logs:CreateLogDelivery', 'logs:CreateLogStream', 'logs:GetLogDelivery', 'logs:UpdateLogDelivery'],
      ...['logs:DeleteLogDelivery', 'logs:ListLogDeliveries', 'logs:PutLogEvents', 'logs:PutResourcePolicy'],
      ...['logs:DescribeResourcePolicies', 'logs:DescribeLogGroups'],
    ],
    why: 'Step Functions writes the log of executions',
    document: `${STEP_FUNCTIONS}/cw-logs.html`,
  },
  {
    kind: 'state-machine',
    actions: [...TRACES, 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    why: 'Step Functions sends the traces of executions',
    document: `${STEP_FUNCTIONS}/concepts-xray-tracing.html`,
  },
];

/** Why a role of this kind may have an action that nothing here asks for; undefined when there is no reason. */
export const whyUsedByAws = (kind: string, action: string): UsedByAws | undefined =>
  USED_BY_AWS.find((used) => used.kind === kind && used.actions.includes(action));
