import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commitPartition } from '#core/ledger/keys.ts';
import { functionName } from '#infra/installation.ts';
import { SAMPLE } from '#local/installation/sample.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { anApp } from '#test/local/github/an-app.ts';
import { ended, openScene, pushed, type Scene, story } from './scene.ts';
import { until } from './until.ts';

let scene: Scene;
let visitors: Visitors;
const lines: string[] = [];
beforeAll(async () => {
  const onLog = (_function: string, line: string): void => void lines.push(line);
  // Whoever asks GitHub without this App is answered 401 there.
  scene = await openScene(5_900, { githubApp: anApp(), onLog });
  visitors = startVisitors(scene.machine.urls.production, 25);
}, 60_000);
afterAll(async () => {
  visitors?.stop();
  await scene?.close();
}, 30_000);

test('a push is released by an installation that asks GitHub as an App', async () => {
  const { table, repository } = scene.machine;
  await pushed(repository.workingCopyDirectory, { 'README.md': 'One.\n' }, 'One');
  expect(await ended(table, 1), await story(table, 1)).toMatchObject({ state: 'SUCCEEDED' });
}, 90_000);

test('GitHub shows how it stands, said with tokens for that and nothing else (O04)', async () => {
  const page = `${scene.machine.urls.aws}/github/${SAMPLE.repository}/deployments`;
  const shown = await until('the deployments to be shown', async () => {
    const text = await (await fetch(page)).text();
    return text.includes('hello#1 runs in production') ? text : undefined;
  });
  expect(shown).toMatch(/^production {2}[0-9a-f]{7} {2}success/m);
}, 40_000);

test('a delivery of the App`s webhook that failed is sent again, and its push released (L9)', async () => {
  const { clients, table, repository } = scene.machine;
  const settings = join(repository.bareDirectory, 'webhook.json');
  const right = readFileSync(settings, 'utf8');
  writeFileSync(settings, right.replace(/"webhookUrl":"[^"]+"/, '"webhookUrl":"http://127.0.0.1:9/webhook"'));
  const sha = await pushed(repository.workingCopyDirectory, { 'README.md': 'Two.\n' }, 'Two');
  writeFileSync(settings, right);
  expect(await table.list(commitPartition(SAMPLE.repositoryId, sha))).toEqual([]);

  const search = new InvokeCommand({ FunctionName: functionName('find-lost-pushes') });
  expect((await clients.lambda.send(search)).FunctionError).toBeUndefined();
  // As it was pushed, with its sender: found at the branch it would say so.
  expect(await ended(table, 2), await story(table, 2)).toMatchObject({ sha, state: 'SUCCEEDED', subject: 'Two' });
  expect((await table.list(commitPartition(SAMPLE.repositoryId, sha)))[0]?.['message']).not.toContain('found at');
}, 90_000);

test('neither its key nor what it is given for it is in any log (O07)', () => {
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.join('\n')).not.toMatch(/PRIVATE KEY|ghs_|eyJhbGci/);
});
