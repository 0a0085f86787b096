import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalAws, openAws } from '#local/aws.ts';

/** The command line that people have: any version whose botocore speaks JSON to CloudWatch (AWS CLI 1.40, 2.27 and newer). */
const hasCli = ((): boolean => {
  try {
    const [, major = '0', minor = '0'] =
      /aws-cli\/(\d+)\.(\d+)/.exec(execFileSync('aws', ['--version'], { encoding: 'utf8' })) ?? [];
    return major === '1' ? Number(minor) >= 40 : Number(minor) >= 27;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasCli)('the AWS CLI against AWS on one machine', () => {
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-cli-'));
  let aws: LocalAws;

  const run = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      const env = {
        PATH: process.env['PATH'],
        HOME: dir,
        AWS_ENDPOINT_URL: aws.url,
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'k',
        AWS_SECRET_ACCESS_KEY: 's',
        AWS_MAX_ATTEMPTS: '1',
      };
      execFile('aws', [...args, '--output', 'json'], { env, timeout: 20_000 }, (error, out, err) =>
        resolve({ code: error ? 1 : 0, out, err }),
      );
    });
  const json = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, out, err } = await run(...args);
    if (code !== 0) throw new Error(err);
    return JSON.parse(out || '{}');
  };

  beforeAll(async () => {
    aws = await openAws({ dir: join(dir, 'aws'), gitDir: join(dir, 'git'), port: 0 });
    await aws.start();
  });
  afterAll(async () => {
    await aws.close();
    rmSync(dir, { recursive: true });
  });

  it('makes and reads things in every service', async () => {
    const definition =
      '{"QueryLanguage":"JSONata","StartAt":"Done","States":{"Done":{"Type":"Succeed","Output":{"sum":"{% 1 + 2 %}"}}}}';
    const made = await json(
      'stepfunctions',
      'create-state-machine',
      '--name',
      'sum',
      '--definition',
      definition,
      '--role-arn',
      'arn:aws:iam::000000000000:role/r',
    );
    const started = await json(
      'stepfunctions',
      'start-execution',
      '--state-machine-arn',
      String(made['stateMachineArn']),
      '--input',
      '{}',
    );
    const described = await json(
      'stepfunctions',
      'describe-execution',
      '--execution-arn',
      String(started['executionArn']),
    );
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"sum":3}' });

    const key = ['AttributeName=pk,AttributeType=S', 'AttributeName=pk,KeyType=HASH'];
    await json(
      'dynamodb',
      'create-table',
      '--table-name',
      'things',
      '--attribute-definitions',
      key[0] ?? '',
      '--key-schema',
      key[1] ?? '',
      '--billing-mode',
      'PAY_PER_REQUEST',
    );
    const put = [{ Put: { TableName: 'things', Item: { pk: { S: 'a' } } } }];
    await json('dynamodb', 'transact-write-items', '--transact-items', JSON.stringify(put));
    expect(await json('dynamodb', 'get-item', '--table-name', 'things', '--key', '{"pk":{"S":"a"}}')).toEqual({
      Item: { pk: { S: 'a' } },
    });

    await json('ecs', 'create-cluster', '--cluster-name', 'c');
    expect(await json('ecs', 'list-clusters')).toEqual({
      clusterArns: ['arn:aws:ecs:us-east-1:000000000000:cluster/c'],
    });

    const alarm = [
      '--alarm-name',
      'a',
      '--namespace',
      'N',
      '--metric-name',
      'M',
      '--period',
      '60',
      '--evaluation-periods',
      '1',
    ];
    const limit = ['--threshold', '1', '--comparison-operator', 'GreaterThanThreshold', '--statistic', 'Sum'];
    await json('cloudwatch', 'put-metric-alarm', ...alarm, ...limit);
    expect(await json('cloudwatch', 'describe-alarms')).toMatchObject({
      MetricAlarms: [{ AlarmName: 'a', StateValue: 'INSUFFICIENT_DATA' }],
    });

    await json('events', 'put-rule', '--name', 'r', '--event-pattern', '{"source":["aws.ecs"]}');
    expect(await json('events', 'list-rules')).toMatchObject({ Rules: [{ Name: 'r', State: 'ENABLED' }] });

    await json('secretsmanager', 'create-secret', '--name', 's', '--secret-string', 'quiet');
    expect(await json('secretsmanager', 'get-secret-value', '--secret-id', 's')).toMatchObject({
      SecretString: 'quiet',
    });

    await json('ecr', 'create-repository', '--repository-name', 'images');
    expect(await json('ecr', 'describe-repositories')).toMatchObject({ repositories: [{ repositoryName: 'images' }] });

    expect(await json('lambda', 'list-functions')).toEqual({ Functions: [] });
    expect(await json('codebuild', 'list-projects')).toEqual({ projects: [] });
  }, 90_000);

  it("passes on AWS's own errors, and names what is not there", async () => {
    const missing = await run('ecs', 'describe-services', '--cluster', 'gone', '--services', 'x');
    expect(missing.err).toContain('ClusterNotFoundException');
    const unknown = await run('ecs', 'list-account-settings');
    expect(unknown.err).toContain('UnknownOperationException');
    expect(unknown.err).toContain('ecs:ListAccountSettings');
    const refused = await run(
      'cloudwatch',
      'put-metric-alarm',
      '--alarm-name',
      'b',
      '--namespace',
      'N',
      '--metric-name',
      'M',
      '--period',
      '7',
      '--evaluation-periods',
      '1',
      '--threshold',
      '1',
      '--comparison-operator',
      'GreaterThanThreshold',
      '--statistic',
      'Sum',
    );
    expect(refused.err).toMatch(/Validation/);
  }, 60_000);
});
