import { beforeEach, describe, expect, it } from 'vitest';
import { memorySourceHost } from '#adapters/memory/source-host.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Current } from '#core/release/current.ts';
import { prepareRelease } from '#functions/prepare-release/prepare-release.ts';
import { sweepStages } from '#functions/settle-releases/sweep-stages.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { image, NOON } from '#test/fixtures/ledger.ts';
import { aStage, aTurn, TARGET } from '#test/fixtures/stage-plan.ts';
import { acceptTurn, configure, freeze, goBack, leaveBack, startBack, takenBack } from '#test/functions/acts.ts';
import { type Bench, openBench, released } from '#test/functions/bench.ts';

const WHY = 'amy wants it: it is slow';
const turn = aTurn('rollback', WHY);

describe('a rollback by hand', () => {
  let bench: Bench;
  let five: Current;
  let six: Current;
  beforeEach(async () => {
    bench = openBench();
    await released(bench, 5);
    five = (await bench.environment()).current as Current;
    await released(bench, 6);
    six = (await bench.environment()).current as Current;
    await acceptTurn(bench, 7, five);
  });

  const enter = async (number = 7) => (await bench.enter(number, turn)).answer;
  const primary = async () => (await bench.ports.fleet.view(TARGET))?.deployments[0]?.taskDefinition;
  const entered = async (number = 7): Promise<number> => (await enter(number))?.fence ?? 0;
  const count = async () => (await bench.ports.fleet.view(TARGET))?.serviceDeployments.length;

  describe('is prepared', () => {
    const prepare = async (executionArn = 'arn:execution') => {
      const sourceHost = memorySourceHost();
      sourceHost.break(new Error('GitHub answered 503'));
      const { table, registry, now } = bench.ports;
      return prepareRelease({ table, sourceHost, registry, now }, { release: 'hello#8', executionArn });
    };
    beforeEach(async () => {
      await configure(bench);
      await bench.accept(8, 'ACCEPTED', {
        turnsBack: { stage: 'production', goesTo: five, by: 'amy', reason: 'it is slow' },
        sha: five.sha,
      });
    });

    it('with a plan of one stage and nothing to build, and without asking GitHub (O03)', async () => {
      const prepared = await prepare();
      if (!prepared.proceed) throw new Error(prepared.reason);
      expect(prepared.plan.turn).toBe('rollback');
      expect(prepared.plan.stages).toHaveLength(1);
      expect(prepared.plan.stages[0]).toMatchObject({
        name: 'production',
        last: true,
        turn: { kind: 'rollback', why: WHY },
        bake: { forMs: 0, alarms: [] },
      });
      expect(await bench.release(8)).toMatchObject({ state: 'PREPARING', executionArn: 'arn:execution' });
      expect((await bench.events(8)).at(-1)?.sentence).toBe('will take production back to hello#5');
      expect(await prepare()).toEqual(prepared);
    });

    it('by one execution only', async () => {
      await prepare();
      expect(await prepare('arn:another')).toMatchObject({ proceed: false, error: 'Superseded' });
    });

    it('although its commit is on no branch and a newer release is under way', async () => {
      await bench.accept(9, 'ACCEPTED');
      expect((await prepare()).proceed).toBe(true);
    });

    it('unless its stage is not configured any more', async () => {
      await bench.accept(9, 'ACCEPTED', {
        turnsBack: { stage: 'canary', goesTo: five, by: 'amy', reason: 'it is slow' },
      });
      const { table, registry, now } = bench.ports;
      const ports = { table, sourceHost: memorySourceHost(), registry, now };
      expect(await prepareRelease(ports, { release: 'hello#9', executionArn: 'x' })).toMatchObject({
        error: 'Rejected',
        reason: expect.stringContaining('no stage canary'),
      });
    });
  });

  it('does not supersede releases, neither those that wait nor those to come', async () => {
    await bench.accept(8);
    await bench.enter(8);
    await acceptTurn(bench, 9, five);
    await enter(9);
    expect(await bench.environment()).toMatchObject({ arrived: 8, turning: 9 });
    expect((await bench.enter(8)).answer?.status).toBe('entered');
  });

  it('is superseded by a later one, which is woken to hear that', async () => {
    await bench.accept(8);
    await bench.enter(8);
    const first = await bench.enter(7, turn);
    expect(first.answer).toBeUndefined();
    await acceptTurn(bench, 9, five);
    await bench.enter(9, turn);
    expect(bench.ports.tokens.answerOf(first.token)).toEqual({ status: 'woken' });
    expect(await enter()).toMatchObject({ error: 'Superseded', reason: expect.stringContaining('hello#9, a later') });
  });

  it('passes freezes and holds, and keeps them (M08)', async () => {
    await freeze(bench);
    const environment = await bench.environment();
    const hold = { kind: 'rollback', release: 4, reason: 'errors fired', since: NOON };
    await bench.ports.table.write([{ put: { ...environment, hold }, expected: environment.version }]);
    expect(await enter()).toMatchObject({ status: 'entered' });
    expect((await bench.environment()).hold).toMatchObject({ release: 4 });
    expect(await bench.run(7)).toMatchObject({ rollbackTo: { release: 5 } });
    expect((await bench.events(7)).at(-1)?.sentence).toBe('has production to take it back to hello#5');
  });

  it('is refused, before anything is touched, when what it names is quarantined or gone by now (S10)', async () => {
    const quarantine = { service: 'hello', sha: five.sha, release: 5, stage: 'staging', reason: 'bad', at: NOON };
    await bench.ports.table.write([create(keys.quarantine('hello', five.sha), quarantine)]);
    expect(await enter()).toMatchObject({ error: 'Rejected' });
    await bench.ports.table.write([{ remove: keys.quarantine('hello', five.sha), expected: 1 }]);
    bench.ports.fleet.deregister(five.taskDefinitions['hello'] ?? '');
    expect(await enter()).toMatchObject({ error: 'Failed', reason: expect.stringContaining('is gone') });
    expect((await bench.environment()).holder).toBeUndefined();
  });

  it('is refused where the stage has a target by now that the named release never ran on', async () => {
    const worker = { ...TARGET, name: 'worker', service: 'worker' };
    bench.ports.fleet.createService(worker, image('5'));
    const { answer } = await bench.enter(7, { ...turn, targets: [TARGET, worker] });
    expect(answer).toMatchObject({ error: 'Failed', reason: expect.stringContaining('never ran on worker') });
  });

  it('takes the stage to what a person named, and passes: current is that, and the bad one is held (R08)', async () => {
    const fence = await entered();
    expect(await goBack(bench, 7, fence, takenBack(WHY))).toEqual({ passed: true });
    expect(await primary()).toBe(five.taskDefinitions['hello']);
    const { current, hold, holder } = await bench.environment();
    expect(current).toEqual(five);
    expect(holder).toBeUndefined();
    expect(hold).toMatchObject({ kind: 'rollback', release: 6, sha: six.sha });
    expect(await bench.release(7)).toMatchObject({
      state: 'SUCCEEDED',
      reason: `production is back on hello#5: ${WHY}. It is held until somebody runs \`bakewatch resume\``,
    });
    expect((await bench.events(7)).at(-1)).toMatchObject({ actor: 'amy', kind: 'ended' });
    expect(await bench.ports.table.read(keys.quarantine('hello', six.sha))).toMatchObject({ release: 6, reason: WHY });
    expect(await bench.ports.table.read(keys.quarantine('hello', five.sha))).toBeUndefined();
  });

  it('does the same once when every answer is lost', async () => {
    const fence = await entered();
    const before = (await count()) ?? 0;
    const fleet = withFaults(bench.ports.fleet, 'deploy', ['after']);
    await expect(startBack(bench, 7, fence, takenBack(WHY), { fleet })).rejects.toThrow();
    await startBack(bench, 7, fence, takenBack(WHY));
    bench.ports.fleet.finishDeployment(TARGET);
    const table = withFaults(bench.ports.table, 'write', ['after']);
    await expect(leaveBack(bench, 7, fence, 'proved', takenBack(WHY), { table })).rejects.toThrow();
    expect(await leaveBack(bench, 7, fence, 'proved', takenBack(WHY))).toEqual({ passed: true });
    expect(await count()).toBe(before + 1);
    expect((await bench.events(7)).filter(({ kind }) => kind === 'ended')).toHaveLength(1);
  });

  it('asks ECS for nothing when that is what runs there', async () => {
    const fence = await entered();
    await bench.ports.fleet.deploy(TARGET, five.taskDefinitions['hello'] ?? '');
    bench.ports.fleet.finishDeployment(TARGET);
    const before = await count();
    expect(await goBack(bench, 7, fence, takenBack(WHY))).toEqual({ passed: true });
    expect(await count()).toBe(before);
  });

  it('overwrites nothing that a stranger deployed, neither before it enters nor after (G07)', async () => {
    const fence = await entered();
    const foreign = await bench.ports.fleet.deployByHand(TARGET, image('9'));
    expect(await startBack(bench, 7, fence, takenBack(WHY))).toMatchObject({ result: 'failed' });
    expect(await primary()).toBe(foreign);
    await leaveBack(bench, 7, fence, 'failed', takenBack(WHY));
    await acceptTurn(bench, 8, five);
    bench.pass(24 * 3_600_000 - 1);
    expect(await enter(8)).toBeUndefined();
    expect((await bench.release(8)).reason).toContain('which Bakewatch did not deploy');
  });

  describe('that fails', () => {
    const failing = async (): Promise<number> => {
      const fence = await entered();
      await startBack(bench, 7, fence, takenBack(WHY));
      bench.ports.fleet.failDeployment(TARGET, 'no capacity');
      bench.pass(aStage().rollbackWithin);
      expect((await bench.awaitDeployment(7, fence, 'rollback')).answer?.status).toBe('failed');
      return fence;
    };

    it('is ROLLBACK_FAILED, keeps its lock and calls somebody; nothing goes back again by itself (R04, R08)', async () => {
      const fence = await failing();
      const before = await count();
      expect(await leaveBack(bench, 7, fence, 'failed', takenBack(WHY))).toMatchObject({
        passed: false,
        error: 'RollbackFailed',
      });
      expect(await count()).toBe(before);
      expect(await bench.environment()).toMatchObject({ current: { release: 6 }, holder: { release: 7 } });
      expect((await bench.events(7)).at(-1)).toMatchObject({ page: true });
      expect(await bench.ports.table.read(keys.quarantine('hello', six.sha))).toBeUndefined();
    });

    it('keeps that lock until a person has looked: the hold names who has it, so no sweep frees it (R04)', async () => {
      await bench.ports.table.write([create(keys.listedService('hello'), { service: 'hello', repositoryId: 42 })]);
      await leaveBack(bench, 7, await failing(), 'failed', takenBack(WHY));
      expect((await bench.environment()).hold).toMatchObject({ kind: 'rollback-failed', release: 7 });
      expect(await sweepStages(bench.ports)).toEqual({ 'hello production': 'kept' });
      expect((await bench.environment()).holder).toMatchObject({ release: 7 });
    });
  });

  it('quarantines nothing, and surely not what it went to, when it is not known what was bad', async () => {
    await bench.accept(8, 'PREPARING', {
      sha: five.sha,
      turnsBack: { stage: 'production', goesTo: five, by: 'amy', reason: 'it is slow' },
    });
    const fence = await entered(8);
    expect(await goBack(bench, 8, fence, takenBack(WHY))).toEqual({ passed: true });
    expect(await bench.ports.table.read(keys.quarantine('hello', five.sha))).toBeUndefined();
    expect((await bench.environment()).hold).toMatchObject({ kind: 'rollback', release: 8 });
  });

  it('does not quarantine the commit that is current afterwards: two releases may be of one commit (W25)', async () => {
    await acceptTurn(bench, 8, five, { from: { release: 6, sha: five.sha } });
    await goBack(bench, 8, await entered(8), takenBack(WHY));
    expect(await bench.ports.table.read(keys.quarantine('hello', five.sha))).toBeUndefined();
  });

  it('lets those who wait go on to the hold, which a person must lift', async () => {
    const fence = await entered();
    await bench.accept(8);
    const { token } = await bench.enter(8);
    await goBack(bench, 7, fence, takenBack(WHY));
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bench.enter(8)).answer).toBeUndefined();
    expect((await bench.release(8)).reason).toContain('the stage is held');
    expect((await bench.run(8)).blockers).toMatchObject([{ kind: 'held' }]);
  });

  it('is the way back of those who come after: they go back to what it went to (R07)', async () => {
    await goBack(bench, 7, await entered(), takenBack(WHY));
    const { hold: _, ...environment } = await bench.environment();
    await bench.ports.table.write([{ put: environment, expected: environment.version }]);
    await bench.accept(8);
    const fence = (await bench.enter(8, aStage())).answer?.fence ?? 0;
    await bench.deploy(8, fence);
    bench.ports.fleet.finishDeployment(TARGET);
    expect(await goBack(bench, 8, fence)).toMatchObject({ error: 'RolledBack' });
    expect(await primary()).toBe(five.taskDefinitions['hello']);
  });
});
