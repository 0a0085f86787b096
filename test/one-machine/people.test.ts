import { randomUUID } from 'node:crypto';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '#core/commands/command.ts';
import { functionName } from '#infra/installation.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { deployByHand } from './deploy-by-hand.ts';
import { ended, openScene, pushed, readRelease, readStage, releaseEvents, type Scene, whatRuns } from './scene.ts';
import { until } from './until.ts';

const PEOPLE = `    paths: [README.md]
    people:
      amy: { github: you }
      bob: {}
    may:
      approve: [amy, bob]
    stages:`;
const APPROVAL = `deployWithin: 2m
        lookEvery: 2s
        approval: {}
        verify:
          url: http://127.0.0.1:PORT/healthz`;

/** The sample, with an approval before production that its author may not give. */
const withApproval = (config: string): string =>
  config
    .replace('    stages:', PEOPLE)
    .replace(
      /deployWithin: 2m\n {8}lookEvery: 2s\n {8}verify:\n {10}url: http:\/\/127\.0\.0\.1:(\d+)\/healthz/,
      (_all, port: string) => APPROVAL.replace('PORT', port),
    );

/** What persons do to one service, each test a chapter that goes on from the one before: real processes, functions and alarms. */
describe('persons and releases on one machine', { timeout: 90_000 }, () => {
  let scene: Scene;
  let machine: OneMachine;
  let visitors: Visitors;
  let last = 0;

  beforeAll(async () => {
    scene = await openScene(5_600, { edit: withApproval });
    machine = scene.machine;
    visitors = startVisitors(machine.urls.production, 25);
  }, 60_000);
  afterAll(async () => {
    visitors?.stop();
    await scene?.close();
  }, 30_000);

  const push = async (): Promise<number> => {
    last += 1;
    await pushed(machine.repository.workingCopyDirectory, { 'README.md': `Release ${last}.\n` }, `Release ${last}`);
    return last;
  };
  const order = async (by: string, command: Command): Promise<{ done: boolean; message: string }> => {
    const input = { id: randomUUID(), by: { via: 'cli', id: by }, reason: 'because it is so', command };
    const { Payload } = await machine.clients.lambda.send(
      new InvokeCommand({ FunctionName: functionName('obey-command'), Payload: Buffer.from(JSON.stringify(input)) }),
    );
    return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
  };
  const waiting = (number: number, why: RegExp) =>
    until(
      `hello#${number} to wait: ${why}`,
      async () => {
        const release = await readRelease(machine.table, number);
        return release?.state === 'WAITING' && why.test(release.reason ?? '') ? release : undefined;
      },
      30_000,
      async () => JSON.stringify(await readRelease(machine.table, number)),
    );
  const approved = async (number: number): Promise<void> => {
    await waiting(number, /waits for an approval/);
    expect(await order('bob', { kind: 'approve', release: `hello#${number}`, stage: 'production' })).toMatchObject({
      done: true,
    });
  };
  const served = async (stage: string): Promise<string[]> => (await whatRuns(machine.clients, stage)).digests;

  test('production waits for an approval that neither its author nor a stranger can give (S14, J04, J05)', async () => {
    const number = await push();
    await waiting(number, /waits for an approval/);
    const approve = (by: string) => order(by, { kind: 'approve', release: `hello#${number}`, stage: 'production' });
    expect(await approve('amy')).toMatchObject({ done: false, message: expect.stringContaining('author') });
    expect(await approve('mallory')).toMatchObject({ done: false });
    expect(await approve('bob')).toMatchObject({ done: true });
    const release = await ended(machine.table, number);
    expect(release.state).toBe('SUCCEEDED');
    expect(await served('production')).toEqual([release.digest]);
  });

  test('a cancel while production bakes takes it back, and says CANCELLED only when that is proved (J08, S12)', async () => {
    const before = await served('production');
    const number = await push();
    await approved(number);
    await until('it to bake in production', async () => {
      const release = await readRelease(machine.table, number);
      return release?.state === 'BAKING' && release.stage === 'production' ? release : undefined;
    });
    expect(await order('carol', { kind: 'cancel', release: `hello#${number}` })).toMatchObject({ done: true });
    expect(await ended(machine.table, number)).toMatchObject({
      state: 'CANCELLED',
      reason: expect.stringMatching(/cancelled by carol.*production is back on hello#1/),
    });
    const states = (await releaseEvents(machine.table, number)).map(({ state }) => state);
    expect(states.indexOf('CANCELLING')).toBeGreaterThan(states.indexOf('BAKING'));
    expect(await served('production')).toEqual(before);
    const { hold, holder } = await readStage(machine.table, 'production');
    expect({ hold, holder }).toEqual({ hold: undefined, holder: undefined });
  });

  test('a rollback by hand takes production back to the release before, and holds it (R08, R12)', async () => {
    const before = await served('production');
    const number = await push();
    await approved(number);
    expect((await ended(machine.table, number)).state).toBe('SUCCEEDED');
    expect(await served('production')).not.toEqual(before);

    expect(await order('carol', { kind: 'rollback', service: 'hello', stage: 'production' })).toMatchObject({
      done: true,
    });
    last += 1;
    expect(await ended(machine.table, last)).toMatchObject({
      state: 'SUCCEEDED',
      turnsBack: { stage: 'production', goesTo: { release: 1 }, from: { release: number }, by: 'carol' },
    });
    expect(await served('production')).toEqual(before);
    expect(await readStage(machine.table, 'production')).toMatchObject({
      current: { release: 1 },
      hold: { kind: 'rollback', release: number },
    });
    expect(await order('carol', { kind: 'resume', service: 'hello', stage: 'production' })).toMatchObject({
      done: true,
    });
  });

  test('a freeze keeps a release out until it is lifted, and an emergency of two persons passes the approval (J10, J12)', async () => {
    expect(await order('carol', { kind: 'freeze', service: 'hello', stage: 'production' })).toMatchObject({
      done: true,
    });
    const number = await push();
    await waiting(number, /carol froze hello production/);
    const emergency = (by: string) => order(by, { kind: 'emergency', release: `hello#${number}` });
    expect(await emergency('bob')).toMatchObject({ done: true });
    expect(await emergency('bob')).toMatchObject({ done: false });
    expect(await emergency('carol')).toMatchObject({ done: true });
    // Not even two persons pass a freeze: somebody must lift it.
    await waiting(number, /carol froze hello production/);
    expect(await order('bob', { kind: 'unfreeze', service: 'hello', stage: 'production' })).toMatchObject({
      done: true,
    });
    const release = await ended(machine.table, number);
    expect(release).toMatchObject({ state: 'SUCCEEDED', emergency: { by: 'bob', seconded: { by: 'carol' } } });
    expect(await served('production')).toEqual([release.digest]);
  });

  test('a deployment by hand is not overwritten until somebody names what was found (G07, S15)', async () => {
    const found = await deployByHand(machine.clients.ecs, 'staging');
    const number = await push();
    await waiting(number, /which Bakewatch did not deploy/);
    const adopt = (revisions: string[]) =>
      order('bob', { kind: 'adopt', service: 'hello', stage: 'staging', revisions });
    expect(await adopt(['hello-staging:1'])).toMatchObject({ done: false });
    expect((await whatRuns(machine.clients, 'staging')).revisions).toEqual([found]);
    expect(await adopt([found.replace(/^.*\//, '')])).toMatchObject({ done: true });
    await approved(number);
    expect((await ended(machine.table, number)).state).toBe('SUCCEEDED');
  });

  test('a commit whose push was ignored is released when a person orders it, and an older one goes nowhere (S5)', async () => {
    const deploy = (sha: string) => order('carol', { kind: 'deploy', service: 'hello', sha });
    const older = await readRelease(machine.table, last);
    const ignored = await pushed(machine.repository.workingCopyDirectory, { 'notes.txt': 'No path of it.\n' }, 'Notes');
    last += 1;
    expect(await deploy(ignored)).toMatchObject({ done: true, made: `hello#${last}` });
    await approved(last);
    const release = await ended(machine.table, last);
    expect(release).toMatchObject({ state: 'SUCCEEDED', sha: ignored, subject: 'Notes', askedFor: { by: 'carol' } });
    expect(await served('production')).toEqual([release.digest]);

    expect(await deploy(older?.sha ?? '')).toMatchObject({ done: true, made: `hello#${last + 1}` });
    expect(await ended(machine.table, last + 1)).toMatchObject({
      state: 'SUPERSEDED',
      reason: expect.stringMatching(new RegExp(`^hello#${last} contains this commit already`)),
    });
    expect(await served('production')).toEqual([release.digest]);
  });
});
