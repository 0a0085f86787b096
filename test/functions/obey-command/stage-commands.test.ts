import { beforeEach, describe, expect, it } from 'vitest';
import { change } from '#core/ledger/record.ts';
import type { Alarms, Where } from '#core/ports/alarms.ts';
import { sayRevision } from '#core/words/say-time.ts';
import { startRollback } from '#functions/start-rollback/start-rollback.ts';
import { endRelease } from '#functions/steps/end-release.ts';
import { holdFence } from '#functions/steps/hold-fence.ts';
import { digest, image, MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { aStage, TARGET } from '#test/fixtures/stage-plan.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const PLACE = { service: 'hello', stage: 'production' };
const RESUME = { kind: 'resume', ...PLACE };
const FIX_FORWARD = { kind: 'fix-forward', ...PLACE };
const adopting = (...revisions: string[]) => ({ kind: 'adopt', ...PLACE, revisions: revisions.map(sayRevision) });

let bench: ObeyBench;
beforeEach(async () => {
  bench = await openObeyBench();
  await released(bench, 6);
});
const hold = async (kind: string, over = {}): Promise<void> => {
  const environment = await bench.environment();
  const held = { kind, release: 6, reason: 'rolled back', since: NOON };
  await bench.ports.table.write([change(environment, { ...environment, hold: held, ...over })]);
};

describe('resuming a stage', () => {
  it.each(['rollback', 'irreversible', 'no-rollback-target'])(
    'lifts the hold of a %s, and says who did it and why',
    async (kind) => {
      await hold(kind);
      expect(await bench.obey(RESUME)).toMatchObject({ done: true, message: 'lifted the hold on production of hello' });
      expect((await bench.environment()).hold).toBeUndefined();
      expect((await bench.environment()).current?.release).toBe(6);
      expect((await bench.events(6)).at(-1)).toMatchObject({
        kind: 'resumed',
        actor: 'amy',
        state: 'SUCCEEDED',
        sentence: 'amy lifted the hold on production: I looked at it',
      });
    },
  );

  it('says that nothing is held when it is asked twice', async () => {
    await hold('rollback');
    await bench.obey(RESUME);
    expect(await bench.obey(RESUME)).toMatchObject({ done: false, message: 'hello production is not held' });
  });

  it('knows only stages that something was deployed to', async () => {
    expect(await bench.obey({ ...RESUME, stage: 'nowhere' })).toMatchObject({ done: false });
  });

  it('frees the lock that a failed rollback kept, for good (K10)', async () => {
    await hold('rollback-failed', { holder: { release: 6, fence: 1, since: NOON, leaseUntil: NOON } });
    await bench.obey(RESUME);
    expect((await bench.environment()).holder).toBeUndefined();
    // K10: whoever had it and comes back late writes nothing any more.
    const late = holdFence(bench.ports.table, { release: 'hello#6', stage: 'production' }, 1);
    await expect(late).rejects.toMatchObject({ name: 'FenceLost' });
  });

  it('takes an inconclusive bake for healthy', async () => {
    const stage = aStage({
      bake: {
        ...aStage().bake,
        evidence: { namespace: 'App', metric: 'Requests', dimensions: {}, period: 1_000, minSamples: 9 },
      },
    });
    const fence = await deployed(bench, 7, stage);
    await bench.bake(7, fence, stage);
    bench.pass(31 * MINUTE);
    await bench.bake(7, fence, stage);
    expect((await bench.environment()).hold?.kind).toBe('inconclusive');
    await bench.obey(RESUME);
    expect((await bench.run(7)).accepted).toMatchObject({ by: 'amy', reason: 'I looked at it' });
    expect((await bench.bake(7, fence, stage)).answer).toMatchObject({ status: 'healthy' });
  });
});

describe('adopting what was deployed by hand (G07)', () => {
  it('makes it what a rollback goes to, when a person names it', async () => {
    const foreign = await bench.ports.fleet.deployByHand(TARGET, image('9'));
    await bench.accept(7);
    expect((await bench.enter(7)).answer).toBeUndefined();
    const name = sayRevision(foreign);
    expect((await bench.release(7)).reason).toContain(`somebody runs \`bakewatch adopt\` and names ${name}`);
    expect(await bench.obey(adopting(foreign))).toMatchObject({
      done: true,
      message: `adopted ${name} in production of hello`,
    });
    expect((await bench.environment()).current).toMatchObject({
      release: 6,
      taskDefinitions: { hello: foreign },
      adopted: { hello: digest('9') },
    });
    expect((await bench.enter(7)).answer?.status).toBe('entered');
  });

  it('adopts nothing but what the person names: what was deployed since is not hers (S15)', async () => {
    const shown = await bench.ports.fleet.deployByHand(TARGET, image('8'));
    const found = await bench.ports.fleet.deployByHand(TARGET, image('9'));
    expect(await bench.obey(adopting(shown))).toMatchObject({
      done: false,
      message: `this is no longer what you were shown: hello runs ${sayRevision(found)}`,
    });
    expect(await bench.obey(adopting(shown, found))).toMatchObject({ done: false });
    expect((await bench.environment()).current).not.toHaveProperty('adopted');
  });

  it('has nothing to adopt where what was deployed runs', async () => {
    const { hello = '' } = (await bench.environment()).current?.taskDefinitions ?? {};
    expect(await bench.obey(adopting(hello))).toMatchObject({
      done: false,
      message: expect.stringContaining('nothing to adopt'),
    });
  });

  it('can be rolled back to, and says what that is', async () => {
    const foreign = await bench.ports.fleet.deployByHand(TARGET, image('9'));
    bench.ports.fleet.finishDeployment(TARGET);
    await bench.obey(adopting(foreign));
    const fence = await deployed(bench, 7);
    expect((await bench.events(7)).find((e) => e.kind === 'entered')?.sentence).toContain(
      'would go back to what was adopted after hello#6',
    );
    const failure = { Error: 'Unhealthy', Cause: 'errors went to ALARM' };
    await startRollback(bench.ports, { release: 'hello#7', stage: 'production', fence, target: TARGET, failure });
    bench.ports.fleet.finishDeployment(TARGET);
    expect((await bench.ports.fleet.view(TARGET))?.deployments[0]?.taskDefinition).toBe(foreign);
    expect((await bench.awaitDeployment(7, fence, 'rollback')).answer).toMatchObject({ status: 'settled' });
  });

  it('takes what a release left behind that could not be turned around; the hold is lifted by a resume', async () => {
    await deployed(bench, 7);
    await endRelease(bench.ports, { release: 'hello#7', failure: { Error: 'States.Runtime' } });
    const left = (await bench.ports.fleet.view(TARGET))?.deployments[0]?.taskDefinition ?? '';
    expect(await bench.obey(adopting(left))).toMatchObject({ done: true });
    await bench.obey(RESUME);
    const { holder, hold: held, current } = await bench.environment();
    expect([holder, held]).toEqual([undefined, undefined]);
    expect(current?.adopted).toEqual({ hello: digest('7') });
  });

  it('adopts nothing that could not be gone back to', async () => {
    const foreign = await bench.ports.fleet.deployByHand(TARGET, image('9'));
    bench.ports.fleet.deregister(foreign);
    expect(await bench.obey(adopting(foreign))).toMatchObject({
      done: false,
      message: expect.stringContaining('is gone'),
    });
  });

  it('adopts nothing of a service that is being taken down', async () => {
    const foreign = await bench.ports.fleet.deployByHand(TARGET, image('9'));
    const view = await bench.ports.fleet.view(TARGET);
    const fleet = { ...bench.ports.fleet, view: async () => view && { ...view, status: 'DRAINING' } };
    expect(await bench.obey(adopting(foreign), {}, { fleet })).toMatchObject({ done: false });
  });

  it('adopts nothing while a release is at work there', async () => {
    await deployed(bench, 7);
    const own = (await bench.ports.fleet.view(TARGET))?.deployments[0]?.taskDefinition ?? '';
    expect(await bench.obey(adopting(own))).toMatchObject({ done: false, message: 'hello#7 is at work there' });
  });
});

/** B02, L10: production is down, its alarm is red because of it, and the next release is to mend it. */
describe('a fix goes forward', () => {
  beforeEach(() => {
    bench.pass(MINUTE);
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now());
    bench.pass(MINUTE);
  });
  const enterFix = async (): Promise<number> => {
    await bench.accept(7);
    const { answer } = await bench.enter(7);
    if (answer?.status !== 'entered') throw new Error(JSON.stringify(answer));
    await bench.deploy(7, answer.fence);
    bench.ports.fleet.finishDeployment(TARGET);
    return answer.fence;
  };

  it('is blocked by the red alarm until a named person lets it, and is told how', async () => {
    await bench.accept(7);
    expect((await bench.enter(7)).answer).toBeUndefined();
    expect((await bench.release(7)).reason).toContain('`bakewatch fix-forward`');
    expect(await bench.obey(FIX_FORWARD)).toMatchObject({ done: true, message: expect.stringContaining('errors') });
    expect((await bench.events(7)).at(-1)).toMatchObject({ kind: 'resumed', actor: 'amy', alarms: ['errors'] });
    expect((await bench.enter(7)).answer).toMatchObject({ status: 'entered' });
    expect((await bench.release(7)).reason).toContain('amy lets it go forward although errors fired');
  });

  it('looks at the alarms where the stage`s first target is, by its role', async () => {
    const elsewhere = { region: 'eu-west-1', role: 'arn:aws:iam::222222222222:role/bakewatch-target' };
    const there = await openObeyBench({
      production: {
        targets: [
          { ...TARGET, ...elsewhere },
          { ...TARGET, name: 'other' },
        ],
      },
    });
    await released(there, 6);
    const asked: Where[] = [];
    const read: Alarms['read'] = (where, names, since) => {
      asked.push(where);
      return there.ports.alarms.read(where, names, since);
    };
    await there.obey(FIX_FORWARD, {}, { alarms: { ...there.ports.alarms, read } });
    expect(asked).toEqual([elsewhere]);
  });

  it('lets one release pass, not the one after it', async () => {
    await bench.obey(FIX_FORWARD);
    await enterFix();
    expect(await bench.environment()).not.toHaveProperty('fixForward');
  });

  it('is healthy only once the alarm has recovered', async () => {
    await bench.obey(FIX_FORWARD);
    const fence = await enterFix();
    await bench.bake(7, fence);
    bench.pass(12 * MINUTE);
    expect((await bench.bake(7, fence)).answer).toBeUndefined();
    bench.ports.alarms.set('errors', 'OK', bench.ports.now());
    bench.pass(MINUTE);
    expect((await bench.bake(7, fence)).answer).toMatchObject({ status: 'healthy' });
  });

  it('is turned around when the alarm recovers and fires anew', async () => {
    await bench.obey(FIX_FORWARD);
    const fence = await enterFix();
    await bench.bake(7, fence);
    for (const state of ['OK', 'ALARM'] as const) {
      bench.pass(MINUTE);
      bench.ports.alarms.set('errors', state, bench.ports.now());
    }
    expect((await bench.bake(7, fence)).answer).toMatchObject({ status: 'unhealthy' });
  });

  it('does not go forward on what a person said of another time that the alarm was red', async () => {
    await bench.obey(FIX_FORWARD);
    bench.ports.alarms.set('errors', 'OK', bench.ports.now());
    bench.pass(21 * 24 * 60 * MINUTE);
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now());
    await bench.accept(7);
    expect((await bench.enter(7)).answer).toBeUndefined();
    expect((await bench.release(7)).reason).toContain('alarm errors is ALARM');
    await bench.obey(FIX_FORWARD, { by: 'bob' });
    expect((await bench.enter(7)).answer).toMatchObject({ status: 'entered' });
    expect((await bench.release(7)).reason).toContain('bob lets it go forward');
  });

  it('is let pass by an alarm that flaps while its fix is built', async () => {
    await bench.obey(FIX_FORWARD);
    bench.ports.alarms.set('errors', 'OK', bench.ports.now());
    bench.pass(5 * MINUTE);
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now());
    await bench.accept(7);
    expect((await bench.enter(7)).answer).toMatchObject({ status: 'entered' });
  });

  it('has nothing to let pass where no alarm is red', async () => {
    bench.ports.alarms.set('errors', 'OK', bench.ports.now());
    expect(await bench.obey(FIX_FORWARD)).toMatchObject({
      done: false,
      message: expect.stringContaining('nothing to let pass'),
    });
  });
});
