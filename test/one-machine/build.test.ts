import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchGetBuildsCommand } from '@aws-sdk/client-codebuild';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NotedBuild, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { functionName } from '#infra/installation.ts';
import { ended, openScene, pushed, type Scene } from './scene.ts';
import { until } from './until.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene(5_100);
}, 60_000);
afterAll(() => scene?.close(), 30_000);

test('the build of a release is known while it runs, with its log, and ends with it when it is cancelled', async () => {
  const { clients, table, repository } = scene.machine;
  const directory = repository.workingCopyDirectory;
  const buildspec = readFileSync(join(directory, 'buildspec.yml'), 'utf8');
  await pushed(directory, { 'buildspec.yml': buildspec.replace('- node --test', '- sleep 60') }, 'A long build');
  const noted = await until(
    'the build to be noted',
    async () => (await table.read(keys.build('hello#1'))) as Stored<NotedBuild> | undefined,
    30_000,
  );
  const build = async () =>
    (await clients.codeBuild.send(new BatchGetBuildsCommand({ ids: [noted.id] }))).builds?.[0]?.buildStatus;
  expect(await build()).toBe('IN_PROGRESS');
  expect((await fetch(noted.logs ?? '')).status).toBe(200);

  const order = {
    id: randomUUID(),
    by: { via: 'cli', id: 'amy' },
    reason: 'the wrong branch',
    command: { kind: 'cancel', release: 'hello#1' },
  };
  await clients.lambda.send(
    new InvokeCommand({ FunctionName: functionName('obey-command'), Payload: Buffer.from(JSON.stringify(order)) }),
  );
  expect((await ended(table, 1)).state).toBe('CANCELLED');
  expect(await build()).toBe('STOPPED');
}, 90_000);
