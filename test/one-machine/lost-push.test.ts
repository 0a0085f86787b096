import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sighting, Stored } from '#core/ledger/items.ts';
import { commitPartition, keys } from '#core/ledger/keys.ts';
import { change } from '#core/ledger/record.ts';
import { functionName } from '#infra/installation.ts';
import { SAMPLE } from '#local/installation/sample.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { commit, ended, openScene, pushed, type Scene } from './scene.ts';

let scene: Scene;
let visitors: Visitors;
beforeAll(async () => {
  scene = await openScene(5_000);
  visitors = startVisitors(scene.machine.urls.production, 25);
}, 60_000);
afterAll(async () => {
  visitors?.stop();
  await scene?.close();
}, 30_000);

/** A push of which GitHub tells nobody. */
async function pushUntold(directory: string): Promise<void> {
  const receiver = 'git -c core.hooksPath=/dev/null receive-pack';
  await promisify(execFile)('git', ['-C', directory, 'push', '--receive-pack', receiver, 'origin', 'HEAD:main']);
}

const search = () =>
  scene.machine.clients.lambda.send(new InvokeCommand({ FunctionName: functionName('find-lost-pushes') }));

/** What the search suspects, it has suspected for two minutes now. */
async function letTimePass(): Promise<void> {
  const { table } = scene.machine;
  const sighting = (await table.read(keys.sighting(SAMPLE.repositoryId, 'refs/heads/main'))) as Stored<Sighting>;
  await table.write([change(sighting, { ...sighting, since: sighting.since - 120_000 })]);
}

test('L9 a push whose webhook was lost is found at the branch and released, by the bundles as they are deployed', async () => {
  const { machine } = scene;
  const directory = machine.repository.workingCopyDirectory;
  await pushed(directory, { 'README.md': 'One.\n' }, 'One');
  expect((await ended(machine.table, 1)).state).toBe('SUCCEEDED');

  const sha = await commit(directory, { 'README.md': 'Two.\n' }, 'Two');
  await pushUntold(directory);
  expect((await search()).FunctionError).toBeUndefined();
  await letTimePass();
  expect((await search()).FunctionError).toBeUndefined();

  expect(await ended(machine.table, 2)).toMatchObject({ sha, subject: 'Two', state: 'SUCCEEDED' });
  expect(await machine.table.list(commitPartition(SAMPLE.repositoryId, sha))).toMatchObject([
    { message: 'hello#2 found at the branch: its webhook never came' },
  ]);
}, 120_000);
