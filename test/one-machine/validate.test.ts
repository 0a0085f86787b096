import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeAlarmsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '#test/cli/run-cli.ts';
import { openScene, type Scene } from './scene.ts';
import { until } from './until.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene(5_040);
  const { urls, clients } = scene.machine;
  await until('a visit to be counted', async () => {
    await fetch(urls.production);
    const { MetricAlarms = [] } = await clients.cloudWatch.send(new DescribeAlarmsCommand({}));
    const { Metrics = [] } = await clients.cloudWatch.send(new ListMetricsCommand({ MetricName: 'RequestCount' }));
    return (Metrics.length > 0 && MetricAlarms.every((alarm) => alarm.StateValue === 'OK')) || undefined;
  });
}, 60_000);
afterAll(() => scene?.close(), 30_000);

/** As a person would who has one machine's AWS in her environment, and nothing else. */
const validate = (file: string, ...more: string[]) =>
  runCli(['validate', file, ...more], {
    AWS_ENDPOINT_URL: scene.machine.urls.aws,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'person',
    AWS_SECRET_ACCESS_KEY: 'none',
    PATH: process.env['PATH'],
  });

test('the sample`s own configuration is right, but that tags of its images can be moved', async () => {
  const { code, stdout } = await validate(scene.machine.configFile);
  expect(stdout).toMatch(
    /is right: hello \(staging → production\)\.\nAWS account 000000000000 in us-east-1 .*: 1 warning\.\n/,
  );
  expect(stdout).toMatch(/! .*bakewatch\.yaml:\d+ {2}services\.hello\.build\.image\n +tags in the ECR repository/);
  expect(code).toBe(0);
});

test('whatever is misspelt is named at once, with its line and what to do', async () => {
  const right = readFileSync(scene.machine.configFile, 'utf8');
  const wrong = right
    .replace('project: hello-build', 'project: hello-biuld')
    .replace('image: hello', 'image: helo')
    .replace('cluster: staging', 'cluster: stagin')
    .replace('container: app\n            family: hello-production', 'container: apps')
    .replace('hello-production-slow]', 'hello-production-slwo]')
    .replace('app/hello-production/553ace0bbef8b0bb', 'app/hello-production/0000')
    .concat(SECOND_SERVICE);
  const file = join(scene.machine.configFile, '..', 'wrong.yaml');
  writeFileSync(file, wrong);
  const { code, stdout } = await validate(file, '--json');
  const { isRight, aws } = JSON.parse(stdout);
  const lineOf = (text: string): number => wrong.slice(0, wrong.indexOf(text)).split('\n').length;
  const line = (text: string) => ({ line: lineOf(text) });
  const inProduction = lineOf('cluster: production');
  expect(aws.findings).toMatchObject([
    { kind: 'mistake', ...line('hello-biuld'), message: expect.stringMatching(/no CodeBuild project "hello-biuld"/) },
    { kind: 'mistake', ...line('helo'), message: expect.stringMatching(/no ECR repository "helo"/) },
    { kind: 'mistake', ...line('stagin\n'), message: 'there is no cluster "stagin"' },
    {
      path: 'services.hello.stages[1].targets[0].family',
      line: inProduction,
      remedy: 'write `family: hello-production`',
    },
    { kind: 'mistake', ...line('apps'), message: expect.stringMatching(/no container "apps", but "app"/) },
    { kind: 'mistake', ...line('hello-production-slwo'), message: 'there is no alarm "hello-production-slwo"' },
    { kind: 'warning', ...line('app/hello-production/0000'), message: expect.stringContaining('553ace0bbef8b0bb') },
    { kind: 'warning', path: 'services.other.build.image' },
    { kind: 'mistake', ...line('helol'), message: 'there is no service "helol" in the cluster "staging"' },
    {
      kind: 'mistake',
      ...line('hello-migrate'),
      message: expect.stringMatching(/task definition "hello-migrate" does not exist/),
    },
    { kind: 'unchecked', ...line('other-task'), message: expect.stringMatching(/iam:GetRole is not offered here/) },
  ]);
  expect(isRight).toBe(false);
  expect(code).toBe(1);
});

const SECOND_SERVICE = `
  other:
    repository: { id: 1001, name: you/hello }
    build: { project: hello-build, image: hello }
    stages:
      - name: staging
        targets: [{ cluster: staging, service: helol, container: app }]
        migrate: { task: hello-migrate, container: app, cluster: staging }
        taskRoles: [other-task]
`;
