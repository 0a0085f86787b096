import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReportPause, Stored, Unreported } from '#core/ledger/items.ts';
import { keys, LATE_PREFIX, UNREPORTED } from '#core/ledger/keys.ts';
import { change } from '#core/ledger/record.ts';
import { functionName } from '#infra/installation.ts';
import { SAMPLE } from '#local/installation/sample.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { ended, faulty, liftHold, openScene, pushed, type Scene } from './scene.ts';
import { until } from './until.ts';

let scene: Scene;
const visitors: Visitors[] = [];
beforeAll(async () => {
  scene = await openScene(7_400);
  const { staging, production } = scene.machine.urls;
  visitors.push(startVisitors(staging, 25), startVisitors(production, 25));
}, 60_000);
afterAll(async () => {
  for (const one of visitors) one.stop();
  await scene?.close();
}, 30_000);

interface Shown {
  state: string;
  description: string;
  target_url: string | null;
  context: string;
}

interface Deployment {
  id: number;
  sha: string;
  environment: string;
  production_environment: boolean;
  payload: { release: string };
}

async function get<T>(path: string): Promise<T[]> {
  const answer = await fetch(`${scene.machine.urls.aws}/github/repos/${SAMPLE.repository}/${path}`);
  return (await answer.json()) as T[];
}

/** The stage that the bad release left behind. */
let held: string | undefined;

/** The commit's last status, once it is that. */
const said = (sha: string, state: string): Promise<Shown> =>
  until(`${sha} to be ${state} at GitHub`, async () => {
    const [last] = await get<Shown>(`commits/${sha}/statuses`);
    return last?.state === state ? last : undefined;
  });

/** `environment release: states` of each deployment, oldest first. */
async function deployments(): Promise<string[]> {
  const all = (await get<Deployment>('deployments')).reverse();
  return Promise.all(
    all.map(async ({ id, environment, payload }) => {
      const states = (await get<Shown>(`deployments/${id}/statuses`)).map(({ state }) => state).reverse();
      const changes = states.filter((state, i) => state !== states[i - 1]);
      return `${environment} ${payload.release}: ${changes.join(', ')}`;
    }),
  );
}

const shown = (wanted: string[]): Promise<string[]> =>
  until(
    `GitHub to show ${wanted.join('; ')}`,
    async () => {
      const now = await deployments();
      return JSON.stringify(now) === JSON.stringify(wanted) ? now : undefined;
    },
    20_000,
    async () => (await deployments()).join('; '),
  );

test('a push ends with the commit`s status and a deployment for each stage at GitHub (O04)', async () => {
  const { machine } = scene;
  const sha = await pushed(machine.repository.workingCopyDirectory, { 'README.md': 'One.\n' }, 'One');
  const release = await ended(machine.table, 1);
  expect(release.state).toBe('SUCCEEDED');
  expect(await said(sha, 'success')).toMatchObject({
    context: 'bakewatch/hello',
    description: expect.stringMatching(/^hello#1 succeeded in production: /),
    target_url: expect.stringContaining(`${machine.urls.console}/states/home#/v2/executions/details/arn:aws:states`),
  });
  await shown(['staging hello#1: in_progress, success', 'production hello#1: in_progress, success']);
  const [production, staging] = await get<Deployment>('deployments');
  expect(production).toMatchObject({ sha, production_environment: true });
  expect(staging).toMatchObject({ sha, production_environment: false });
  const page = await fetch(`${machine.urls.aws}/github/${SAMPLE.repository}/deployments`);
  expect(await page.text()).toContain('hello#1 runs in production');
}, 90_000);

test('a release that is turned around failed there, and what runs again was active all the time', async () => {
  const { machine } = scene;
  const sha = await pushed(machine.repository.workingCopyDirectory, faulty(1), 'Two');
  const { state, stage } = await ended(machine.table, 2);
  expect(state).toBe('ROLLED_BACK');
  held = stage;
  expect((await said(sha, 'failure')).description).toMatch(/^hello#2 rolled back in /);
  const before = ['staging hello#1: in_progress, success', 'production hello#1: in_progress, success'];
  const after = ['staging hello#1: in_progress, success, inactive', before[1] ?? ''];
  await shown(
    stage === 'staging'
      ? [...before, 'staging hello#2: in_progress, failure']
      : [...after, 'staging hello#2: in_progress, success', 'production hello#2: in_progress, failure'],
  );
}, 90_000);

const reportLate = () =>
  scene.machine.clients.lambda.send(
    new InvokeCommand({ FunctionName: functionName('report-to-github'), Payload: '{}' }),
  );
const notes = () => scene.machine.table.list(UNREPORTED, { prefix: LATE_PREFIX });

/** What is to be tried again later may be tried now. */
async function letTimePass(): Promise<void> {
  const { table } = scene.machine;
  const pause = (await table.read(keys.reportPause(SAMPLE.repositoryId))) as Stored<ReportPause>;
  const late = (await notes()) as Stored<Unreported>[];
  const changes = [change(pause, { ...pause, until: 0 }), ...late.map((note) => change(note, { ...note, nextAt: 0 }))];
  await table.write(changes);
}

test('GitHub takes no reports while a release goes on: the release does not notice, and GitHub hears of it afterwards', async () => {
  const { machine } = scene;
  const kept = join(machine.repository.bareDirectory, 'reports');
  renameSync(kept, `${kept}.aside`);
  writeFileSync(kept, 'no folder');

  const mended = { 'README.md': 'Three.\n', ...faulty(0) };
  const sha = await pushed(machine.repository.workingCopyDirectory, mended, 'Three');
  if (held) expect(await liftHold(machine.clients, held)).toMatchObject({ done: true });
  expect((await ended(machine.table, 3)).state).toBe('SUCCEEDED');
  await until('the release to be noted as unreported', async () => {
    const late = (await notes()) as Stored<Unreported>[];
    return late.find(({ release, tries }) => release === 'hello#3' && tries > 0);
  });

  rmSync(kept);
  renameSync(`${kept}.aside`, kept);
  // Whoever is at it in this moment has what it speaks about for itself, and the next run finds the rest.
  await until('GitHub to be told everything', async () => {
    await letTimePass();
    expect((await reportLate()).FunctionError).toBeUndefined();
    return (await notes()).length === 0 ? true : undefined;
  });
  expect(await said(sha, 'success')).toMatchObject({ context: 'bakewatch/hello' });
  const now = await deployments();
  expect(now.filter((line) => line.includes('hello#3'))).toEqual([
    'staging hello#3: success',
    'production hello#3: success',
  ]);
  expect(now.find((line) => line.startsWith('production hello#1'))).toMatch(/inactive$/);
}, 120_000);
