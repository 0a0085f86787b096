import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { BatchGetBuildsCommand, StartBuildCommand } from '@aws-sdk/client-codebuild';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '#core/commands/command.ts';
import { parseConfig } from '#core/config/parse-config.ts';
import type { Config } from '#core/config/schema.ts';
import type { Environment, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { functionName } from '#infra/installation.ts';
import type { ApiCall } from '#local/http/http-service.ts';
import { invoke } from '#local/installation/invoke.ts';
import { newToken } from '#local/stepfunctions/engine/task-token.ts';
import { commit, ended, openScene, pushed, readRelease, readStage, releaseEvents, type Scene, story } from './scene.ts';
import { until } from './until.ts';

const ALARM = 'hello-staging-5xx';
const ROLES = ['hello-task', 'hello-execution'];
const [taskRoleArn, executionRoleArn] = ROLES.map((name) => `arn:aws:iam::000000000000:role/${name}`);

/** One stage, whose task definitions name roles. */
const oneStage = (config: string): string =>
  config
    .replace(/\n {6}- name: production[\s\S]*$/, '\n')
    .replace('deployWithin: 2m', `deployWithin: 2m\n        taskRoles: [${ROLES.join(', ')}]`);

/** What functions do once in a long while, they must be allowed to do, too. */
describe('what seldom happens', { timeout: 90_000 }, () => {
  let scene: Scene;
  let first: StoredRelease;
  const calls: ApiCall[] = [];
  const readsHistory = (name: string): boolean =>
    calls.some(
      ({ caller, operation }) => caller === `lambda-${functionName(name)}` && operation === 'DescribeAlarmHistory',
    );

  beforeAll(async () => {
    scene = await openScene(5_300, { edit: oneStage, onCall: (call) => calls.push(call) });
    await nameRoles();
    await push({ 'README.md': 'One.\n' }, 'One');
    first = await ended(scene.machine.table, 1);
  }, 90_000);
  afterAll(() => scene?.close(), 30_000);

  const order = (command: Command) =>
    invoke<{ done: boolean; message: string }>(scene.machine.clients, 'obey-command', {
      ...{ id: randomUUID(), by: { via: 'cli', id: 'amy' }, reason: 'it is so', command },
    });
  const push = (files: Record<string, string>, subject: string): Promise<string> =>
    pushed(scene.machine.repository.workingCopyDirectory, files, subject);

  async function nameRoles(): Promise<void> {
    const { ecs } = scene.machine.clients;
    const service = { cluster: 'staging', service: 'hello' };
    const { taskDefinition: found } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: 'hello-staging' }),
    );
    const { family, containerDefinitions } = found ?? {};
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({ family, containerDefinitions, taskRoleArn, executionRoleArn }),
    );
    await ecs.send(new UpdateServiceCommand({ ...service, taskDefinition: taskDefinition?.taskDefinitionArn }));
    await until('the service to be stable', async () => {
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'staging', services: ['hello'] }));
      return services?.[0]?.deployments?.length === 1 || undefined;
    });
  }

  /** Changes the alarm without a pause, never to red, so that it changes while a function looks at it; until the function asked what happened. */
  async function flickerUntil(done: () => boolean): Promise<void> {
    const { cloudWatch } = scene.machine.clients;
    for (let round = 0; !done(); round += 1) {
      const StateValue = round % 2 === 0 ? 'INSUFFICIENT_DATA' : 'OK';
      await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue, StateReason: 'flickers' }));
    }
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue: 'OK', StateReason: 'is calm' }));
  }

  test('a task definition that names roles is registered again with them', async () => {
    expect(first.state, await story(scene.machine.table, 1)).toBe('SUCCEEDED');
    const { taskDefinitions = {} } = (await readStage(scene.machine.table, 'staging')).current ?? {};
    const { taskDefinition } = await scene.machine.clients.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: taskDefinitions['hello'] }),
    );
    expect(taskDefinition).toMatchObject({ taskRoleArn, executionRoleArn });
  });

  test('somebody asks why a commit is not in production, and about one that GitHub alone may know', async () => {
    const { clients } = scene.machine;
    const ask = (asked: string) => invoke<object>(clients, 'explain-commit', { asked });
    expect(await ask(first.sha)).toMatchObject({ explained: true, explanation: { isKnown: true } });
    expect(await ask('f'.repeat(40))).toMatchObject({ explained: true, explanation: { isKnown: false } });
  });

  test.each(['overview', 'history', 'delivery', 'release'])('somebody looks at the dashboard: %s', async (show) => {
    const { clients, table } = scene.machine;
    const releases = await readRelease(table, 1);
    const widgetContext = { theme: 'dark', timezone: { offsetISO: '+02:00' }, width: 600, height: 300 };
    const html = await invoke<string>(clients, 'show-widget', { show, release: 'hello#1', widgetContext });
    expect(html).toMatch(/^<div class="cwdb-no-default-styles">/);
    expect(html).toContain('bw-dark');
    expect(html).not.toContain('cannot show this now');
    if (show !== 'delivery') expect(html).toContain(releases?.subject);
    if (show === 'release') expect(html).toContain(`details/${releases?.executionArn}`);
  });

  test('somebody wants to fix forward while an alarm changes that is not red', async () => {
    const flickering = flickerUntil(() => readsHistory('obey-command'));
    const said = await until('the history to be read', async () => {
      const answer = await order({ kind: 'fix-forward', service: 'hello', stage: 'staging' });
      return readsHistory('obey-command') ? answer : undefined;
    });
    expect(said).toMatchObject({ done: false, message: expect.stringMatching(/no alarm of hello staging is red/) });
    await flickering;
  });

  test('a build begins for a release that was cancelled just before', async () => {
    const { clients, table, repository } = scene.machine;
    const { codeBuild } = clients;
    const buildspec = readFileSync(join(repository.workingCopyDirectory, 'buildspec.yml'), 'utf8');
    await push({ 'buildspec.yml': buildspec.replace('- node --test', '- sleep 60') }, 'A long build');
    await until('the build to be noted', () => table.read(keys.build('hello#2')), 30_000);
    expect(await order({ kind: 'cancel', release: 'hello#2' })).toMatchObject({ done: true });
    const { sha } = await ended(table, 2);
    const { build } = await codeBuild.send(
      new StartBuildCommand({
        projectName: 'hello-build',
        sourceVersion: sha,
        environmentVariablesOverride: [{ name: 'BAKEWATCH_RELEASE', value: 'hello#2' }],
      }),
    );
    await until('the build to be stopped', async () => {
      const { builds } = await codeBuild.send(new BatchGetBuildsCommand({ ids: [build?.id ?? ''] }));
      return builds?.[0]?.buildStatus === 'STOPPED' || undefined;
    });
    await commit(repository.workingCopyDirectory, { 'buildspec.yml': buildspec }, 'A short build');
  });

  test('a push is told of again when its release has long ended', async () => {
    const NewImage = marshall({ ...first, state: 'ACCEPTED' });
    const event = { Records: [{ eventName: 'INSERT', dynamodb: { NewImage, SequenceNumber: '1' } }] };
    expect(await invoke<object>(scene.machine.clients, 'start-release', event)).toEqual({ batchItemFailures: [] });
  });

  test('a lock that outlived its release is freed, and whoever waits is woken', async () => {
    const { table, clients } = scene.machine;
    const environment = (await readStage(table, 'staging')) as Stored<Environment>;
    const holder = { release: 1, fence: environment.fence, since: Date.now(), leaseUntil: Date.now() };
    const key = wakeKeys.stage('hello', 'staging');
    const waiting = keys.wait(key, 'hello#1', 'enter staging');
    const token = newToken(first.executionArn ?? '', 'a task', 'of long ago');
    const wait = { key, release: 'hello#1', what: 'enter staging', token, attempt: '1', expiresAt: 4_000_000_000 };
    await table.write([
      { put: { ...environment, holder }, expected: environment.version },
      { put: { ...waiting, ...wait }, expected: 'absent' },
    ]);
    expect(await invoke<object>(clients, 'settle-releases', {})).toMatchObject({
      stages: { 'hello staging': 'freed' },
    });
    expect((await readStage(table, 'staging')).holder).toBeUndefined();
    expect(await table.read(waiting)).toBeUndefined();
  });

  test('a release enters while an alarm changes, and is cancelled while ECS still tries to bring it up', async () => {
    const { table, repository } = scene.machine;
    const server = readFileSync(join(repository.workingCopyDirectory, 'server.js'), 'utf8');
    const flickering = flickerUntil(() => readsHistory('enter-stage'));
    await push({ 'server.js': server.replace('Number(process.env.PORT ?? 8080)', '0') }, 'Listen elsewhere');
    await flickering;
    await until(
      'the deployment to begin',
      async () => (await releaseEvents(table, 3)).some(({ kind }) => kind === 'deploying') || undefined,
      30_000,
    );
    expect(await order({ kind: 'cancel', release: 'hello#3' })).toMatchObject({ done: true });
    expect(await ended(table, 3, 60_000), await story(table, 3)).toMatchObject({ state: 'CANCELLED' });
    await commit(repository.workingCopyDirectory, { 'server.js': server }, 'Listen here again');
  });

  test('somebody takes a stage back to a task definition that names roles', async () => {
    const { table } = scene.machine;
    await push({ 'README.md': 'Four.\n' }, 'Four');
    expect(await ended(table, 4), await story(table, 4)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await order({ kind: 'rollback', service: 'hello', stage: 'staging' })).toMatchObject({ done: true });
    expect(await ended(table, 5), await story(table, 5)).toMatchObject({ state: 'SUCCEEDED' });
    expect((await readStage(table, 'staging')).current).toMatchObject({ release: 1 });
  });

  test('CloudFormation brings another configuration, and what is configured no more is forgotten', async () => {
    const { table, clients, configFile } = scene.machine;
    const parsed = parseConfig(readFileSync(configFile, 'utf8'));
    const config = (parsed.ok ? parsed.config : undefined) as Config;
    const { hello } = config.services;
    const before = hello?.repository.id ?? 0;
    const moved = { ...hello, repository: { ...hello?.repository, id: 2_002 } };
    // As in the archive that the CDK makes: beside the bundle.
    const archive = join(dirname(configFile), 'aws/lambda/code', functionName('apply-config'));
    writeFileSync(join(archive, 'config.json'), JSON.stringify({ services: { hello: moved } }));
    const { url, told, close } = await listenToAnswers();
    try {
      await invoke<object>(clients, 'apply-config', {
        ...{ RequestType: 'Update', ResponseURL: url, StackId: 's', RequestId: 'r', LogicalResourceId: 'Applied' },
      });
      expect(told()).toMatchObject([{ Status: 'SUCCESS' }]);
      expect(await table.read(keys.config(before, 'hello'))).toBeUndefined();
      expect(await table.read(keys.config(2_002, 'hello'))).toMatchObject({ service: 'hello' });
    } finally {
      close();
    }
    expect((await readRelease(table, 1))?.state).toBe('SUCCEEDED');
  });
});

/** Where CloudFormation has its answers sent to. */
async function listenToAnswers(): Promise<{ url: string; told(): object[]; close(): void }> {
  const told: object[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    told.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, told: () => told, close: () => void server.close() };
}
