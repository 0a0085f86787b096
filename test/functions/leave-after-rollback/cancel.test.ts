import { beforeEach, describe, expect, it } from 'vitest';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { wake } from '#functions/steps/wake.ts';
import { withFaults, withSurprise } from '#test/fixtures/faults.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { aStage, TARGET } from '#test/fixtures/stage-plan.ts';
import { cancel, goBack, leaveBack, startBack } from '#test/functions/acts.ts';
import { type Bench, deployed, openBench, released } from '#test/functions/bench.ts';

const REASON = 'cancelled by amy: the wrong one';
const refused = { Error: 'DeploymentRefused', Cause: `${REASON}.` };

describe('a release that a person cancels in its stage', () => {
  let bench: Bench;
  let good: string;
  beforeEach(async () => {
    bench = openBench();
    await released(bench, 6);
    good = (await bench.environment()).current?.taskDefinitions['hello'] ?? '';
  });

  const enterOnly = async (): Promise<number> => {
    await bench.accept(7);
    return (await bench.enter(7)).answer?.fence ?? 0;
  };
  const baked = async (stage = aStage()): Promise<number> => {
    const fence = await deployed(bench, 7, stage);
    await bench.bake(7, fence, stage);
    bench.pass(11 * MINUTE);
    await bench.bake(7, fence, stage);
    return fence;
  };
  const primary = async () => (await bench.ports.fleet.view(TARGET))?.deployments[0]?.taskDefinition;
  const isSafe = async (): Promise<void> => {
    const { holder, hold, current } = await bench.environment();
    expect({ holder, hold, current: current?.release }).toEqual({ holder: undefined, hold: undefined, current: 6 });
    const { sha } = await bench.release(7);
    expect(await bench.ports.table.read(keys.quarantine('hello', sha))).toBeUndefined();
  };

  it('is not deployed any more, and ends CANCELLED without a hold: nothing was found bad (J08, R11)', async () => {
    const fence = await enterOnly();
    await cancel(bench, 7);
    await expect(bench.deploy(7, fence)).rejects.toMatchObject({ name: 'DeploymentRefused' });
    // By the clock of the way back, whatever the clock of the cancel said (K08).
    bench.pass(600_000);
    await expect(startBack(bench, 7, fence, refused)).rejects.toMatchObject({ name: 'StillUnknown' });
    bench.pass(75_000);
    expect(await goBack(bench, 7, fence, refused)).toEqual({
      passed: false,
      error: 'Cancelled',
      reason: `${REASON}; nothing was changed in production`,
    });
    expect(await bench.release(7)).toMatchObject({ state: 'CANCELLED', endedAt: bench.ports.now() });
    expect((await bench.events(7)).at(-1)).toMatchObject({ actor: 'amy' });
    expect(await primary()).toBe(good);
    await isSafe();
  });

  it('is not deployed when the cancel comes in the middle of that, and ECS is asked for nothing', async () => {
    const fence = await enterOnly();
    const fleet = withSurprise(bench.ports.fleet, 'register', { after: () => cancel(bench, 7) });
    await expect(bench.deploy(7, fence, { fleet })).rejects.toMatchObject({ name: 'DeploymentRefused' });
    expect(await primary()).toBe(good);
  });

  it('does not wait for a deployment that is under way: it is woken, ends at once, and is stopped (R01)', async () => {
    const fence = await enterOnly();
    await bench.deploy(7, fence);
    const { token, answer } = await bench.awaitDeployment(7, fence);
    expect(answer).toBeUndefined();
    await cancel(bench, 7);
    await wake(bench.ports, [wakeKeys.stage('hello', 'production')]);
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bench.awaitDeployment(7, fence)).answer).toEqual({ status: 'failed', reason: REASON });
    expect((await startBack(bench, 7, fence, refused)).result).toBe('under way');
    expect((await bench.ports.fleet.view(TARGET))?.serviceDeployments[0]?.status).toBe('ROLLBACK_IN_PROGRESS');
    expect((await bench.release(7)).state).toBe('CANCELLING');
  });

  it('never cuts the way back short: that waits for its proof however often it is cancelled', async () => {
    const fence = await deployed(bench, 7);
    await cancel(bench, 7);
    await startBack(bench, 7, fence, refused);
    expect((await bench.awaitDeployment(7, fence, 'rollback')).answer).toBeUndefined();
  });

  it('does not begin to bake, and ends a bake that has begun, whatever its alarms say', async () => {
    const fence = await deployed(bench, 7);
    await cancel(bench, 7);
    expect((await bench.bake(7, fence)).answer).toEqual({ status: 'unhealthy', reason: REASON });
    expect((await bench.release(7)).state).toBe('CANCELLING');
    expect(await bench.run(7)).not.toHaveProperty('bakeStartedAt');
  });

  it('ends a bake in which it parked, as soon as it is woken', async () => {
    const fence = await deployed(bench, 7);
    const { token, answer } = await bench.bake(7, fence);
    expect(answer).toBeUndefined();
    await cancel(bench, 7);
    await wake(bench.ports, [wakeKeys.stage('hello', 'production')]);
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bench.bake(7, fence)).answer).toEqual({ status: 'unhealthy', reason: REASON });
  });

  it('does not leave its stage although it was found healthy, when the cancel was faster (J09)', async () => {
    const fence = await baked();
    await cancel(bench, 7);
    await expect(bench.leave(7, fence)).rejects.toMatchObject({ name: 'DeploymentRefused' });
    expect((await bench.environment()).current?.release).toBe(6);
    expect(await goBack(bench, 7, fence, refused)).toMatchObject({ error: 'Cancelled' });
    expect(await primary()).toBe(good);
    await isSafe();
  });

  it('does not leave it when the cancel comes between its look and its write (J09)', async () => {
    const fence = await baked();
    let done: boolean | undefined;
    const table = withSurprise(bench.ports.table, 'write', {
      async before() {
        done ??= await cancel(bench, 7);
      },
    });
    await expect(bench.leave(7, fence, aStage(), { table })).rejects.toMatchObject({ name: 'DeploymentRefused' });
    expect(done).toBe(true);
    expect((await bench.release(7)).state).toBe('CANCELLING');
  });

  it('has left when that was faster: the cancel changes nothing (J09)', async () => {
    const fence = await baked();
    const [release, run] = [await bench.release(7), await bench.run(7)];
    await bench.leave(7, fence);
    const late = { ...bench, release: async () => release, run: async () => run };
    expect(await cancel(late, 7)).toBe(false);
    expect(await bench.release(7)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await bench.run(7)).not.toHaveProperty('rollback');
  });

  it('goes back and is CANCELLED when it is proved, without hold, page or quarantine', async () => {
    const fence = await deployed(bench, 7);
    await cancel(bench, 7);
    expect(await goBack(bench, 7, fence, refused)).toEqual({
      passed: false,
      error: 'Cancelled',
      reason: `${REASON}; production is back on hello#6`,
    });
    expect(await primary()).toBe(good);
    expect((await bench.events(7)).filter(({ page }) => page)).toEqual([]);
    await isSafe();
  });

  it('says the same again when the answer was lost', async () => {
    const fence = await deployed(bench, 7);
    await cancel(bench, 7);
    await startBack(bench, 7, fence, refused);
    const table = withFaults(bench.ports.table, 'write', ['after']);
    await expect(leaveBack(bench, 7, fence, 'proved', refused, { table })).rejects.toThrow();
    expect(await leaveBack(bench, 7, fence, 'proved', refused)).toMatchObject({ error: 'Cancelled' });
  });

  it('is ROLLBACK_FAILED, and keeps the lock, when the way back is not proved (R04)', async () => {
    const fence = await deployed(bench, 7);
    await cancel(bench, 7);
    await startBack(bench, 7, fence, refused);
    bench.ports.fleet.failDeployment(TARGET, 'no capacity');
    bench.pass(aStage().rollbackWithin);
    expect((await bench.awaitDeployment(7, fence, 'rollback')).answer?.status).toBe('failed');
    expect(await leaveBack(bench, 7, fence, 'failed', refused)).toMatchObject({ error: 'RollbackFailed' });
    expect(await bench.environment()).toMatchObject({
      holder: { release: 7 },
      hold: { kind: 'rollback-failed', release: 7 },
    });
    expect((await bench.events(7)).at(-1)).toMatchObject({ page: true });
    const { sha } = await bench.release(7);
    expect(await bench.ports.table.read(keys.quarantine('hello', sha))).toBeUndefined();
  });

  it('is FAILED and held when there was nothing to go back to (R02)', async () => {
    bench = openBench();
    const fence = await deployed(bench, 7);
    const before = await primary();
    await cancel(bench, 7);
    expect(await goBack(bench, 7, fence, refused)).toMatchObject({ error: 'Failed' });
    expect(await bench.environment()).toMatchObject({ hold: { kind: 'no-rollback-target', release: 7 } });
    expect(await primary()).toBe(before);
    expect((await bench.release(7)).state).toBe('FAILED');
  });
});
