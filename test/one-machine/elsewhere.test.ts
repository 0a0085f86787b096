import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Command } from '#core/commands/command.ts';
import { STATE_MACHINE } from '#infra/installation.ts';
import { arn } from '#local/account.ts';
import type { ApiCall } from '#local/http/http-service.ts';
import { invoke } from '#local/installation/invoke.ts';
import { startVisitors } from '#local/visitors/visitors.ts';
import { deployByHand } from './deploy-by-hand.ts';
import { ended, faulty, openScene, pushed, readRelease, releaseEvents, type Scene, story, whatRuns } from './scene.ts';
import { until } from './until.ts';

const ROLE = 'arn:aws:iam::222222222222:role/bakewatch-target';
const EXTERNAL_ID = '0a1b2c3d-4e5f-6071';

/** Production is in another account: deployed to, migrated, tested and watched there. */
const elsewhere = (config: string): string => {
  const [staging, production] = config.split('- name: production') as [string, string];
  const there = production
    .replace('container: app', `container: app\n            role: ${ROLE}`)
    .replace(
      /verify:\n.*\n/,
      'migrate: { task: hello-migrate, container: app, cluster: production, within: 1m }\n        verify: { task: hello-tests, cluster: production, within: 1m }\n',
    );
  const installation = `installation: { account: "000000000000", region: us-east-1, externalId: ${EXTERNAL_ID} }\n`;
  return `${installation}${staging}- name: production${there}`;
};

let scene: Scene;
const calls: ApiCall[] = [];
/** Who asked for what: `bakewatch-target UpdateService`. */
const asked = (operation: string): string[] =>
  calls.filter((call) => call.operation === operation).map(({ caller }) => caller);
const inRole = (operations: string[]): string[] => operations.filter((caller) => caller === 'assumed-bakewatch-target');

beforeAll(async () => {
  scene = await openScene(6_200, {
    edit: elsewhere,
    onCall: (call) => calls.push(call),
    // Functions come with the installation's external id, Step Functions with the state machine's ARN.
    roles: { [ROLE]: { externalIds: [EXTERNAL_ID, arn('states', `stateMachine:${STATE_MACHINE}`)] } },
  });
  const { ecs } = scene.machine.clients;
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'production', services: ['hello'] }));
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: services?.[0]?.taskDefinition ?? '' }),
  );
  const image = taskDefinition?.containerDefinitions?.[0]?.image;
  for (const family of ['hello-migrate', 'hello-tests'])
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        containerDefinitions: [
          { name: 'app', image, essential: true, memory: 128, command: ['node', '-e', `console.log('${family}')`] },
        ],
      }),
    );
}, 60_000);
afterAll(() => scene?.close(), 30_000);

/** Names of the states that a release's execution entered. */
async function statesOf(number: number): Promise<string[]> {
  const { executionArn } = (await readRelease(scene.machine.table, number)) ?? {};
  const { events = [] } = await scene.machine.clients.stepFunctions.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }),
  );
  return events.flatMap(({ stateEnteredEventDetails: entered }) => entered?.name ?? []);
}

async function stoppedFamilies(): Promise<string[]> {
  const { ecs } = scene.machine.clients;
  const families = ['hello-migrate', 'hello-tests'].map(async (family) => {
    const { taskArns = [] } = await ecs.send(
      new ListTasksCommand({ cluster: 'production', family, desiredStatus: 'STOPPED' }),
    );
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster: 'production', tasks: taskArns }));
    return tasks.map(() => family);
  });
  return (await Promise.all(families)).flat();
}

test('a stage in another account is deployed to, migrated, tested, baked and rolled back by its role', async () => {
  const { machine } = scene;
  const push = (files: Record<string, string>, subject: string) =>
    pushed(machine.repository.workingCopyDirectory, files, subject);
  const visitors = startVisitors(machine.urls.production, 25);
  try {
    await push(faulty(0), 'Say hello');
    const first = await ended(machine.table, 1);
    expect(first).toMatchObject({ state: 'SUCCEEDED', stage: 'production' });
    expect(await statesOf(1)).toEqual(
      expect.arrayContaining(['Run migration in its account', 'Run test task in its account']),
    );
    expect(await stoppedFamilies()).toEqual(['hello-migrate', 'hello-tests']);
    // One each: staging's by the function itself, production's by the role.
    expect(asked('UpdateService')).toEqual(['lambda-bakewatch-start-deployment', 'assumed-bakewatch-target']);
    const before = await whatRuns(machine.clients, 'production');

    await push(faulty(0.3), 'Say hello, badly');
    const second = await ended(machine.table, 2);
    expect(second).toMatchObject({ state: 'ROLLED_BACK', stage: 'production' });
    expect(await whatRuns(machine.clients, 'production')).toEqual(before);

    const mutations = [...asked('UpdateService'), ...asked('StopServiceDeployment')];
    expect(mutations.filter((caller) => caller.startsWith('lambda-'))).toHaveLength(2);
    expect(inRole(mutations)).toHaveLength(3);
    for (const operation of [
      'DescribeServices',
      'ListTasks',
      'DescribeAlarms',
      'DescribeAlarmHistory',
      'GetMetricData',
    ])
      expect(inRole(asked(operation)), operation).not.toHaveLength(0);
    // Each assumed it for itself, in its own name.
    expect(new Set(asked('AssumeRole'))).toEqual(
      new Set(
        [
          'enter-stage',
          'prepare-migration',
          'start-deployment',
          'await-deployment',
          'await-bake',
          'start-rollback',
        ].map((name) => `lambda-bakewatch-${name}`),
      ),
    );
    expect(calls.filter(({ operation, status }) => operation === 'AssumeRole' && status !== 200)).toEqual([]);
  } finally {
    visitors.stop();
  }
}, 120_000);

test('a person reaches another account by its role, too, and what is still being deployed there is stopped by it', async () => {
  const { clients, table, repository } = scene.machine;
  const order = (command: Command) =>
    invoke<{ done: boolean; message: string }>(clients, 'obey-command', {
      ...{ id: randomUUID(), by: { via: 'cli', id: 'amy' }, reason: 'it does not come up', command },
    });
  // The alarm may still be red, or not any more: either answer needs a look at it.
  expect(await order({ kind: 'fix-forward', service: 'hello', stage: 'production' })).toMatchObject({
    message: expect.stringMatching(/no alarm of hello production is red|although hello-production-5xx fired/),
  });
  expect(asked('AssumeRole')).toContain('lambda-bakewatch-obey-command');

  expect(await order({ kind: 'resume', service: 'hello', stage: 'production' })).toMatchObject({ done: true });
  // What was deployed there by hand lies in that account's own registry: only the role may see whether it is still there.
  const copied = (image: string) => image.replace(/^\d{12}/, '222222222222');
  const revision = (await deployByHand(clients.ecs, 'production', copied)).replace(/^.*\//, '');
  const adopt: Command = { kind: 'adopt', service: 'hello', stage: 'production', revisions: [revision] };
  expect(await order(adopt)).toMatchObject({ done: true });
  expect(inRole(asked('DescribeImages'))).toHaveLength(0);

  const server = readFileSync(join(repository.workingCopyDirectory, 'server.js'), 'utf8');
  const port = `process.env.STAGE === 'production' ? 0 : Number(process.env.PORT ?? 8080)`;
  const files = { 'server.js': server.replace('Number(process.env.PORT ?? 8080)', port), ...faulty(0) };
  await pushed(repository.workingCopyDirectory, files, 'Listen elsewhere in production');
  await until(
    'the deployment there to begin',
    async () =>
      (await releaseEvents(table, 3)).some(({ kind, stage }) => kind === 'deploying' && stage === 'production') ||
      undefined,
    60_000,
    () => story(table, 3),
  );
  expect(inRole(asked('DescribeImages'))).not.toHaveLength(0);
  expect(await order({ kind: 'cancel', release: 'hello#3' })).toMatchObject({ done: true });
  expect(await ended(table, 3, 60_000), await story(table, 3)).toMatchObject({ state: 'CANCELLED' });
  expect(inRole(asked('StopServiceDeployment'))).not.toHaveLength(0);
}, 150_000);
