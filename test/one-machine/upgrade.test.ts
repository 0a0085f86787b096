import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoredRelease } from '#core/ledger/items.ts';
import { functionName } from '#infra/installation.ts';
import { type OneMachine, startOneMachine } from '#local/installation/one-machine.ts';
import { freePorts } from '#local/installation/ports.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { buildVersion, THIS_VERSION, type Version } from './earlier-version.ts';
import { ended, faulty, pushed, readStage, releaseEvents, shortenBakes, story, whatRuns } from './scene.ts';
import { until } from './until.ts';

/**
 * The version that is upgraded from, and gone back to. Move it on, to the commit before the change, when a version cannot be
 * upgraded from any more by decision (ADR 16), or when its tree cannot be built with the packages of today; and at every
 * release of Bakewatch, to that one.
 */
const EARLIER = 'a6898426788307aca75da8e4e432046bd9e1f739';

describe('an upgrade with a release in flight', { timeout: 60_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-upgrade-'));
  const state = join(dir, 'state');
  let port: number;
  let earlier: Version;
  let machine: OneMachine;
  let visitors: Visitors;

  /** Resolves with the time at which nothing of the version before was at work any more. */
  const install = async (version: Version): Promise<number> => {
    await machine?.close();
    const closedAt = Date.now();
    machine = await startOneMachine({ dir: state, port, ...version });
    return closedAt;
  };
  /** Pushes a change, and resolves as soon as its release bakes in production. */
  const bakes = async (number: number, files: Record<string, string>, subject: string): Promise<void> => {
    await pushed(machine.repository.workingCopyDirectory, files, subject);
    await until(
      `hello#${number} to bake in production`,
      async () =>
        (await releaseEvents(machine.table, number)).find(
          ({ kind, stage }) => kind === 'bake-started' && stage === 'production',
        ),
      30_000,
      () => story(machine.table, number),
    );
  };
  const isCurrent = async ({ number, digest }: StoredRelease): Promise<void> => {
    expect((await readStage(machine.table, 'production')).current).toMatchObject({ release: number, digest });
    expect((await whatRuns(machine.clients, 'production')).digests).toEqual([digest]);
  };
  const installed = async (): Promise<string | undefined> =>
    (await machine.clients.lambda.send(new GetFunctionCommand({ FunctionName: functionName('await-bake') })))
      .Configuration?.CodeSha256;

  beforeAll(async () => {
    earlier = await buildVersion(EARLIER, dir);
    port = await freePorts(6_400);
    mkdirSync(state);
    const configFile = join(state, 'bakewatch.yaml');
    shortenBakes(configFile, port);
    // How fast it answers while two versions are built and installed beside it is no matter here.
    writeFileSync(configFile, readFileSync(configFile, 'utf8').replace(', hello-production-slow]', ']'));
    await install(earlier);
    visitors = startVisitors(machine.urls.production, 25);
  });
  afterAll(async () => {
    visitors?.stop();
    await machine?.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  });

  test('a release that an earlier version began is finished by this one (F04, L12)', async () => {
    await bakes(1, faulty(0), 'Say hello');
    const before = await installed();
    const closedAt = await install(THIS_VERSION);
    const release = await ended(machine.table, 1);
    expect(release.endedAt).toBeGreaterThan(closedAt);
    expect(release, await story(machine.table, 1)).toMatchObject({ state: 'SUCCEEDED', stage: 'production' });
    await isCurrent(release);
    expect(await installed()).not.toBe(before);
  });

  test('a release that this version began is turned around by the earlier one', async () => {
    await bakes(2, faulty(0.5), 'Say hello, badly');
    const closedAt = await install(earlier);
    const release = await ended(machine.table, 2);
    expect(release.endedAt).toBeGreaterThan(closedAt);
    expect(release, await story(machine.table, 2)).toMatchObject({ state: 'ROLLED_BACK', stage: 'production' });
    expect((await readStage(machine.table, 'production')).hold).toMatchObject({ kind: 'rollback', release: 2 });
  });
});
