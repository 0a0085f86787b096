import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteRuleCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { RULES } from '#infra/installation.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import {
  countBuilds,
  countDeployments,
  ended,
  faulty,
  liftHold,
  openScene,
  pushed,
  readRelease,
  readStage,
  releaseEvents,
  resetBranch,
  type Scene,
  whatRuns,
} from './scene.ts';
import { until } from './until.ts';

/**
 * One service's history on one machine, each test a chapter that goes on from the one before: real pushes, webhooks, builds,
 * bundles, processes and alarms.
 */
describe('a service on one machine', { timeout: 60_000 }, () => {
  let scene: Scene;
  let machine: OneMachine;
  let working: string;
  let visitors: Visitors;
  /** How many releases there are. */
  let last = 0;
  let goodCommit = '';
  let badCommit = '';

  const startVisiting = (): void => {
    visitors = startVisitors(machine.urls.production, 25);
  };
  const next = async (files: Record<string, string>, subject: string): Promise<number> => {
    await pushed(working, files, subject);
    last += 1;
    return last;
  };

  beforeAll(async () => {
    scene = await openScene(5_200);
    machine = scene.machine;
    working = machine.repository.workingCopyDirectory;
    startVisiting();
  });
  afterAll(async () => {
    visitors?.stop();
    await scene?.close();
  });

  test('a first release ever that fails in production leaves traffic as it is, holds the stage and calls somebody', async () => {
    const release = await ended(machine.table, await next(faulty(0.3), 'Say hello, badly'));
    expect(release).toMatchObject({ state: 'FAILED', stage: 'production' });
    expect(release.reason).toMatch(/hello-production-5xx.*nothing to roll production back to, so its traffic is left/);
    expect((await readStage(machine.table, 'production')).hold).toMatchObject({
      kind: 'no-rollback-target',
      release: 1,
    });
    expect((await releaseEvents(machine.table, 1)).at(-1)).toMatchObject({ kind: 'ended', page: true });
    // The placeholder's deployment and this one: nothing was deployed over it.
    expect(await countDeployments(machine.clients, 'production')).toBe(2);
    expect((await whatRuns(machine.clients, 'production')).digests).toEqual([release.digest]);
  });

  test('a good release reaches production with the very image that was tested in staging', async () => {
    visitors.stop();
    expect(await liftHold(machine.clients, 'production')).toMatchObject({ done: true });
    const number = await next(faulty(0), 'Say hello');
    // Visitors of the bad version would keep its alarm red, and a red alarm keeps everybody out.
    await until(
      'the new version to serve',
      async () =>
        (await releaseEvents(machine.table, number)).find(
          ({ kind, stage }) => kind === 'bake-started' && stage === 'production',
        ),
      45_000,
    );
    startVisiting();
    const release = await ended(machine.table, number);
    goodCommit = release.sha;
    expect(release).toMatchObject({ state: 'SUCCEEDED', stage: 'production' });
    const [staging, production] = [
      await whatRuns(machine.clients, 'staging'),
      await whatRuns(machine.clients, 'production'),
    ];
    expect(production.digests).toEqual([release.digest]);
    expect(staging.digests).toEqual(production.digests);
    expect((await readStage(machine.table, 'production')).current).toMatchObject({
      release: number,
      digest: release.digest,
    });
  });

  test('a bad release that only the alarm catches is turned around within seconds, and no request is lost on the way', async () => {
    const before = await whatRuns(machine.clients, 'production');
    const lost = visitors.counts().lost;
    const number = await next(faulty(0.3), 'Say hello faster');
    const rolling = await until(
      'the rollback to start',
      async () => (await releaseEvents(machine.table, number)).find(({ kind }) => kind === 'rolling-back'),
      45_000,
    );
    const alarmAt = (await alarm(machine)).StateTransitionedTimestamp?.getTime() ?? 0;
    expect(rolling.at - alarmAt).toBeLessThan(5_000);
    const release = await ended(machine.table, number);
    badCommit = release.sha;
    expect(release).toMatchObject({ state: 'ROLLED_BACK', stage: 'production' });
    expect(release.reason).toMatch(/^rolled production back to hello#2: hello-production-5xx went to ALARM at/);
    expect(await whatRuns(machine.clients, 'production')).toEqual(before);
    expect((await readStage(machine.table, 'production')).hold).toMatchObject({ kind: 'rollback', release: number });
    expect(await machine.table.read(keys.quarantine('hello', badCommit))).toMatchObject({ release: number });
    expect(visitors.counts().lost).toBe(lost);
  });

  test('a commit that was released before is not built again, waits at the hold with its reason, and goes on when it is lifted', async () => {
    const builds = await countBuilds(machine.clients);
    const first = await readRelease(machine.table, 2);
    await resetBranch(working, goodCommit);
    last += 1;
    const waiting = await until('the release to wait', async () => {
      const release = await readRelease(machine.table, last);
      return release?.reason?.startsWith('waits for production') ? release : undefined;
    });
    expect(waiting).toMatchObject({ state: 'WAITING', stage: 'production', sha: goodCommit, digest: first?.digest });
    expect(waiting.reason).toMatch(/the stage is held since .* rolled production back to hello#2.*`bakewatch resume`/);
    expect((await readStage(machine.table, 'production')).holder).toBeUndefined();
    expect(await liftHold(machine.clients, 'production')).toMatchObject({ done: true });
    expect(await ended(machine.table, last)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await countBuilds(machine.clients)).toBe(builds);
    expect((await whatRuns(machine.clients, 'production')).digests).toEqual([first?.digest]);
  });

  test('a commit that was rolled back is refused when it is pushed again', async () => {
    const deployments = await countDeployments(machine.clients, 'staging');
    await resetBranch(working, badCommit);
    last += 1;
    const release = await ended(machine.table, last);
    expect(release).toMatchObject({ state: 'REJECTED', sha: badCommit });
    expect(release.reason).toMatch(/quarantined since hello#3 \(hello-production-5xx/);
    expect(await countDeployments(machine.clients, 'staging')).toBe(deployments);
  });

  test('a build that fails ends the release with the phase and the command, and Slack hears of it when it is back', async () => {
    machine.aws.slack.outage(true);
    const number = await next({ 'server.test.js': "throw new Error('this test fails');\n" }, 'Break a test');
    const release = await ended(machine.table, number);
    expect(release.state).toBe('FAILED');
    expect(release.reason).toMatch(/^the build failed in PRE_BUILD: .*node --test/);
    expect(thread(machine, number)).toEqual([]);
    machine.aws.slack.outage(false);
    const said = (await releaseEvents(machine.table, number)).slice(1).map(({ sentence }) => sentence);
    await until(
      'Slack to hear the last event',
      () => thread(machine, number).length >= said.length || undefined,
      30_000,
    );
    expect(thread(machine, number)).toEqual(said);
  });

  test('a version that crashes at its start is rolled back in staging with its exit code, and never succeeds', async () => {
    const number = await next({ ...ONE_TEST, 'page.js': `${CRASHES}export const page = () => '';\n` }, 'Crash');
    const release = await ended(machine.table, number, 60_000);
    expect(release).toMatchObject({ state: 'ROLLED_BACK', stage: 'staging' });
    expect(release.reason).toMatch(/rolled staging back to hello#\d+: .*exit code 7/);
    const states = (await releaseEvents(machine.table, number)).map(({ state }) => state);
    expect(states).not.toContain('SUCCEEDED');
    expect(states).not.toContain('BAKING');
  });

  test('of two pushes in quick succession the older one gives way, with a reason, and none is lost', async () => {
    const page = "export const page = () => 'hello';\n";
    const older = await next({ 'page.js': page, ...faulty(0) }, 'Do not crash');
    const newer = await next({ 'README.md': 'Newer.\n' }, 'Say it in the readme');
    const first = await ended(machine.table, older);
    expect(first).toMatchObject({ state: 'SUPERSEDED' });
    expect(first.reason).toMatch(new RegExp(`^superseded by hello#${newer}\\b`));
    expect(await liftHold(machine.clients, 'staging')).toMatchObject({ done: true });
    expect(await ended(machine.table, newer)).toMatchObject({ state: 'SUCCEEDED' });
  });

  test('with every event lost the next look finds the alarm, and the release ends as it should', async () => {
    for (const { name } of RULES) {
      await machine.clients.eventBridge.send(new RemoveTargetsCommand({ Rule: name, Ids: ['resume-waits'] }));
      await machine.clients.eventBridge.send(new DeleteRuleCommand({ Name: name }));
    }
    const release = await ended(machine.table, await next(faulty(0.3), 'Unheard'), 60_000);
    expect(release).toMatchObject({ state: 'ROLLED_BACK', stage: 'production' });
    expect(release.reason).toMatch(/hello-production-5xx went to ALARM/);
    expect((await whatRuns(machine.clients, 'production')).digests).toEqual([
      (await readStage(machine.table, 'production')).current?.digest,
    ]);
  });

  test('every event of every release is in its ledger without a gap', async () => {
    for (let number = 1; number <= last; number += 1) {
      const numbers = (await releaseEvents(machine.table, number)).map((event) => event.number);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
    expect(await readRelease(machine.table, last + 1)).toBeUndefined();
  });
});

/** The sample's own tests ask for its page. */
const ONE_TEST = { 'server.test.js': "import { test } from 'node:test';\ntest('nothing', () => {});\n" };

/** Only as the program, not while the build's tests import it. */
const CRASHES = "if (process.argv[1]?.endsWith('/server.js')) process.exit(7);\n";

async function alarm({ clients }: OneMachine) {
  const { MetricAlarms } = await clients.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: ['hello-production-5xx'] }),
  );
  const [found] = MetricAlarms ?? [];
  if (!found) throw new Error('The alarm is gone.');
  return found;
}

/** The replies in a release's thread, as Slack has them. */
function thread({ aws }: OneMachine, number: number): string[] {
  const messages = aws.slack.messages();
  const head = messages.find(({ threadTs, text }) => !threadTs && text.startsWith(`hello#${number} `));
  return head ? messages.filter(({ threadTs }) => threadTs === head.ts).map(({ text }) => text) : [];
}
