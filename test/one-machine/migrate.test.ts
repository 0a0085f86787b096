import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startVisitors } from '#local/visitors/visitors.ts';
import { ended, faulty, openScene, pushed, readStage, releaseEvents, type Scene, whatRuns } from './scene.ts';

/** One stage, which migrates before every deployment what cannot be taken back. */
const migrating = (config: string): string =>
  config
    .replace(/\n {6}- name: production[\s\S]*$/, '\n')
    .replace(
      'deployWithin: 2m',
      'deployWithin: 2m\n        taskRoles: [hello-task]\n        migrate: { task: hello-migrate, container: app, cluster: staging, within: 1m, reversible: false }',
    );

const MIGRATION = `import { appendFileSync } from 'node:fs';
appendFileSync(process.env.MIGRATED, process.env.RELEASE + '\\n');
`;

let scene: Scene;
const dir = mkdtempSync(join(tmpdir(), 'bakewatch-migrations-'));
const log = join(dir, 'migrated');
const migrated = (): string[] => readFileSync(log, 'utf8').trim().split('\n');

beforeAll(async () => {
  scene = await openScene(5_800, { edit: migrating });
  const { ecs } = scene.machine.clients;
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'staging', services: ['hello'] }));
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: services?.[0]?.taskDefinition ?? '' }),
  );
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'hello-migrate',
      taskRoleArn: 'arn:aws:iam::000000000000:role/hello-task',
      containerDefinitions: [
        {
          name: 'app',
          image: taskDefinition?.containerDefinitions?.[0]?.image,
          essential: true,
          memory: 128,
          command: ['node', 'migrate.js'],
          environment: [{ name: 'MIGRATED', value: log }],
        },
      ],
    }),
  );
}, 60_000);
afterAll(async () => {
  await scene?.close();
  rmSync(dir, { recursive: true, force: true });
}, 30_000);

test('a migration runs once per release with its image, before any traffic; after one that cannot be undone nothing is rolled back', async () => {
  const { machine } = scene;
  const push = (files: Record<string, string>, subject: string) =>
    pushed(machine.repository.workingCopyDirectory, files, subject);

  await push({ 'migrate.js': MIGRATION }, 'Migrate');
  const first = await ended(machine.table, 1);
  expect(first.state).toBe('SUCCEEDED');
  expect(migrated()).toEqual(['hello#1']);
  const kinds = (await releaseEvents(machine.table, 1)).map(({ kind }) => kind);
  expect(kinds.indexOf('migrated')).toBeLessThan(kinds.indexOf('deploying'));

  // Its visitors turn the alarm red.
  const visitors = startVisitors(machine.urls.staging, 25);
  try {
    await push({ ...faulty(0.5), 'migrate.js': `${MIGRATION}// again\n` }, 'Migrate, and fail');
    const second = await ended(machine.table, 2);
    expect(second).toMatchObject({
      state: 'ROLLBACK_FAILED',
      reason: expect.stringMatching(/frozen as it is.*cannot be undone/),
    });
    expect(migrated()).toEqual(['hello#1', 'hello#2']);
    expect((await whatRuns(machine.clients, 'staging')).digests).toEqual([second.digest]);
    expect(await readStage(machine.table, 'staging')).toMatchObject({ hold: { kind: 'irreversible', release: 2 } });
    expect((await readStage(machine.table, 'staging')).holder).toBeUndefined();
    expect((await releaseEvents(machine.table, 2)).at(-1)).toMatchObject({ kind: 'ended', page: true });
  } finally {
    visitors.stop();
  }
}, 90_000);
