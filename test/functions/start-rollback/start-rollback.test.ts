import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { change } from '#core/ledger/record.ts';
import { leaveAfterRollback } from '#functions/leave-after-rollback/leave-after-rollback.ts';
import { startRollback } from '#functions/start-rollback/start-rollback.ts';
import { withFaults, withStaleLook, withSurprise } from '#test/fixtures/faults.ts';
import { image, MINUTE } from '#test/fixtures/ledger.ts';
import { TARGET } from '#test/fixtures/stage-plan.ts';
import { type Bench, deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from '#test/functions/obey-command/obey-bench.ts';

const failure = { Error: 'Unhealthy', Cause: 'errors went to ALARM' };
const stage = { stage: 'production', release: 'hello#7' };

describe('turning a stage around', () => {
  let bench: ObeyBench;
  /** The revision that was current before. */
  let good: string;
  beforeEach(async () => {
    bench = await openObeyBench();
    await released(bench, 6);
    good = (await bench.environment()).current?.taskDefinitions['hello'] ?? '';
  });

  const start = (fence: number, over: Partial<Bench['ports']> = {}) =>
    startRollback({ ...bench.ports, ...over }, { ...stage, fence, target: TARGET, failure });
  const view = async () => bench.ports.fleet.view(TARGET);
  const primary = async () => (await view())?.deployments[0]?.taskDefinition;
  const count = async () => (await view())?.serviceDeployments.length;
  const leave = (fence: number, over = {}) =>
    leaveAfterRollback(bench.ports, {
      ...stage,
      fence,
      failure,
      targets: [{ target: 'hello', result: 'proved', reason: '' }],
      ...over,
    });
  const enterOnly = async (): Promise<number> => {
    await bench.accept(7);
    return (await bench.enter(7)).answer?.fence ?? 0;
  };

  describe('by one target', () => {
    it('deploys the current revision over a deployment that is over, proves it, and says why once', async () => {
      const fence = await deployed(bench, 7);
      expect(await start(fence)).toEqual({ target: 'hello', result: 'under way', reason: '' });
      expect(await primary()).toBe(good);
      expect((await bench.awaitDeployment(7, fence, 'rollback')).answer).toBeUndefined();
      bench.ports.fleet.finishDeployment(TARGET);
      expect((await bench.awaitDeployment(7, fence, 'rollback')).answer?.status).toBe('settled');
      await start(fence);
      expect((await bench.events(7)).filter((e) => e.kind === 'rolling-back')).toHaveLength(1);
      expect(await bench.release(7)).toMatchObject({ state: 'ROLLING_BACK' });
    });

    it('does nothing twice when it is called twice (R10)', async () => {
      const fence = await deployed(bench, 7);
      const before = (await count()) ?? 0;
      await start(fence);
      await start(fence);
      expect(await count()).toBe(before + 1);
    });

    it.each(['before', 'after'] as const)('deploys back once when ECS fails %s its effect', async (fault) => {
      const fence = await deployed(bench, 7);
      const before = (await count()) ?? 0;
      const fleet = withFaults(bench.ports.fleet, 'deploy', [fault]);
      await expect(start(fence, { fleet })).rejects.toThrow();
      expect((await start(fence, { fleet })).result).toBe('under way');
      expect(await count()).toBe(before + 1);
    });

    it('stops a deployment that is under way, once (R01)', async () => {
      const fence = await enterOnly();
      await bench.deploy(7, fence);
      const before = await count();
      const fleet = withFaults(bench.ports.fleet, 'stop', ['after']);
      await expect(start(fence, { fleet })).rejects.toThrow();
      expect((await start(fence)).result).toBe('under way');
      expect(await count()).toBe(before);
      expect((await view())?.serviceDeployments[0]?.status).toBe('ROLLBACK_IN_PROGRESS');
      bench.ports.fleet.finishDeployment(TARGET);
      expect((await bench.awaitDeployment(7, fence, 'rollback')).answer?.status).toBe('settled');
    });

    it('deploys back itself when there was nothing left to stop', async () => {
      const fence = await enterOnly();
      await bench.deploy(7, fence);
      const finishing = {
        ...bench.ports.fleet,
        stop: async () => {
          bench.ports.fleet.finishDeployment(TARGET);
          return 'finished' as const;
        },
      };
      await start(fence, { fleet: finishing });
      expect(await primary()).toBe(good);
    });

    it('only has to prove it when ECS has turned around by itself (G03)', async () => {
      const fence = await enterOnly();
      await bench.deploy(7, fence);
      bench.ports.fleet.failDeployment(TARGET, 'exit code 1');
      bench.ports.fleet.finishDeployment(TARGET);
      const before = await count();
      expect((await start(fence)).result).toBe('under way');
      expect(await count()).toBe(before);
      expect((await bench.awaitDeployment(7, fence, 'rollback')).answer?.status).toBe('settled');
    });

    it('leaves alone what was never asked of ECS (R11)', async () => {
      const fence = await enterOnly();
      expect((await start(fence)).result).toBe('untouched');
      expect(await primary()).toBe(good);
    });

    it('does not know whether ECS was asked until nothing can be on its way any more (F10)', async () => {
      const fence = await enterOnly();
      const fleet = withFaults(bench.ports.fleet, 'deploy', ['before']);
      await expect(bench.deploy(7, fence, { fleet })).rejects.toThrow();
      await expect(start(fence)).rejects.toMatchObject({ name: 'StillUnknown' });
      bench.pass(74_000);
      await expect(start(fence)).rejects.toMatchObject({ name: 'StillUnknown' });
      bench.pass(1_000);
      expect((await start(fence)).result).toBe('untouched');
      expect(await primary()).toBe(good);
    });

    it('finds untouched only what a start that is still under way will not touch any more (F10)', async () => {
      const fence = await enterOnly();
      let found: string | undefined;
      const fleet = withSurprise(bench.ports.fleet, 'register', {
        after: async () => {
          found = (await start(fence)).result;
        },
      });
      await expect(bench.deploy(7, fence, { fleet })).rejects.toMatchObject({ name: 'DeploymentRefused' });
      expect(found).toBe('untouched');
      expect(await primary()).toBe(good);
    });

    it('undoes what ECS has although its answer was lost (C01)', async () => {
      const fence = await enterOnly();
      const fleet = withFaults(bench.ports.fleet, 'deploy', ['after']);
      await expect(bench.deploy(7, fence, { fleet })).rejects.toThrow();
      await expect(start(fence)).rejects.toMatchObject({ name: 'StillUnknown' });
      bench.pass(75_000);
      expect((await start(fence)).result).toBe('under way');
      expect(await primary()).toBe(good);
    });

    it('undoes what ECS was asked for although a look at it still shows what was before (A07)', async () => {
      const fence = await enterOnly();
      const before = await view();
      const lost = withFaults(bench.ports.fleet, 'deploy', ['after']);
      await expect(bench.deploy(7, fence, { fleet: lost })).rejects.toThrow();
      await expect(start(fence)).rejects.toMatchObject({ name: 'StillUnknown' });
      bench.pass(75_000);
      const fleet = withStaleLook(bench.ports.fleet, before);
      expect((await start(fence, { fleet })).result).toBe('under way');
      expect(await primary()).toBe(good);
    });

    it('does not rely on it that an old look shows the good revision when ECS was asked for another', async () => {
      const fence = await enterOnly();
      const before = await view();
      await bench.deploy(7, fence);
      await start(fence, { fleet: { ...bench.ports.fleet, view: async () => before } });
      expect(await primary()).toBe(good);
    });

    it('has nowhere to go for the first release ever, and leaves traffic as it is (R02)', async () => {
      bench = await openObeyBench();
      const fence = await deployed(bench, 7);
      const before = await primary();
      expect(await start(fence)).toMatchObject({ result: 'no target' });
      expect(await primary()).toBe(before);
    });

    it('overwrites nothing that somebody else deployed (G07)', async () => {
      const fence = await deployed(bench, 7);
      const foreign = await bench.ports.fleet.deployByHand(TARGET, image('9'));
      expect(await start(fence)).toMatchObject({ result: 'failed', reason: expect.stringContaining('somebody else') });
      expect(await primary()).toBe(foreign);
    });

    it('asks ECS for nothing without the fence (K05)', async () => {
      const fence = await deployed(bench, 7);
      const before = await count();
      await expect(start(fence + 1)).rejects.toMatchObject({ name: 'FenceLost' });
      expect(await count()).toBe(before);
    });

    it('asks ECS for nothing when the fence is lost while it prepares', async () => {
      const fence = await deployed(bench, 7);
      const before = await count();
      const takeAway = async () => {
        const { holder: _, ...free } = await bench.environment();
        await bench.ports.table.write([change(await bench.environment(), free)]);
      };
      const fleet = withSurprise(bench.ports.fleet, 'view', { after: takeAway });
      await expect(start(fence, { fleet })).rejects.toMatchObject({ name: 'FenceLost' });
      expect(await count()).toBe(before);
    });
  });

  describe('and leaving it', () => {
    it('holds the stage, quarantines the commit, frees the lock and ends the release, together', async () => {
      const fence = await deployed(bench, 7);
      await start(fence);
      expect(await leave(fence)).toEqual({
        passed: false,
        error: 'RolledBack',
        reason: 'rolled production back to hello#6: errors went to ALARM',
      });
      const { holder, hold, current } = await bench.environment();
      expect(holder).toBeUndefined();
      expect(hold).toMatchObject({ kind: 'rollback', release: 7 });
      expect(current?.release).toBe(6);
      const { sha, state } = await bench.release(7);
      expect(state).toBe('ROLLED_BACK');
      expect(await bench.ports.table.read(keys.quarantine('hello', sha))).toMatchObject({
        reason: 'errors went to ALARM',
      });
    });

    it('says the same again, and changes nothing, when it is called again', async () => {
      const fence = await deployed(bench, 7);
      await start(fence);
      const first = await leave(fence);
      const { version } = await bench.environment();
      expect(await leave(fence)).toEqual(first);
      expect((await bench.environment()).version).toBe(version);
    });

    it('wakes whoever waits, who then waits at the hold, until a named person resumes (R09)', async () => {
      const fence = await deployed(bench, 7);
      await bench.accept(8);
      const { token } = await bench.enter(8);
      await start(fence);
      bench.ports.fleet.finishDeployment(TARGET);
      await leave(fence);
      expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
      const held = await bench.enter(8);
      expect(held.answer).toBeUndefined();
      expect((await bench.release(8)).reason).toContain('the stage is held');
      expect(await bench.obey({ kind: 'resume', service: 'hello', stage: 'production' })).toMatchObject({ done: true });
      expect(bench.ports.tokens.answerOf(held.token)).toEqual({ status: 'woken' });
      expect((await bench.enter(8)).answer?.status).toBe('entered');
    });

    it('keeps the lock when a target could not be proved, pages, and lets nobody in when the lease is over (R04)', async () => {
      const fence = await deployed(bench, 7);
      await start(fence);
      const failed = [{ target: 'hello', result: 'failed' as const, reason: 'no capacity' }];
      expect(await leave(fence, { targets: failed })).toMatchObject({ error: 'RollbackFailed' });
      expect(await bench.environment()).toMatchObject({ holder: { release: 7 }, hold: { kind: 'rollback-failed' } });
      expect((await bench.events(7)).at(-1)).toMatchObject({ page: true });
      bench.pass(60 * MINUTE);
      await bench.accept(8);
      expect((await bench.enter(8)).answer).toBeUndefined();
    });

    it('takes a way back that broke down for failed, from whatever state', async () => {
      const fence = await deployed(bench, 7);
      const broken = await leave(fence, { targets: [], broken: 'FenceLost' });
      expect(broken).toMatchObject({
        error: 'RollbackFailed',
        reason: expect.stringContaining('the way back: FenceLost'),
      });
    });

    it('is a plain failure, without hold or quarantine, when nothing was changed (R11)', async () => {
      const fence = await enterOnly();
      await start(fence);
      const untouched = [{ target: 'hello', result: 'untouched' as const, reason: '' }];
      expect(await leave(fence, { targets: untouched })).toMatchObject({ error: 'Failed' });
      const { holder, hold } = await bench.environment();
      expect([holder, hold]).toEqual([undefined, undefined]);
      const { sha } = await bench.release(7);
      expect(await bench.ports.table.read(keys.quarantine('hello', sha))).toBeUndefined();
    });
  });
});
