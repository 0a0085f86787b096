import { beforeEach, describe, expect, it } from 'vitest';
import { finishRelease } from '#functions/finish-release/finish-release.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { aStage, TARGET } from '#test/fixtures/stage-plan.ts';
import { leaveBack, startBack } from '#test/functions/acts.ts';
import { type Bench, deployed, openBench, released } from '#test/functions/bench.ts';

const lost = { Error: 'Lambda.Unknown', Cause: 'the answer was lost' };

describe('a release that had left its stage before something failed', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = openBench();
    await released(bench, 6);
  });

  const left = async (stage = aStage()): Promise<number> => {
    const fence = await deployed(bench, 7, stage);
    await bench.bake(7, fence, stage);
    bench.pass(11 * MINUTE);
    await bench.bake(7, fence, stage);
    const table = withFaults(bench.ports.table, 'write', ['after']);
    await expect(bench.leave(7, fence, stage, { table })).rejects.toThrow();
    return fence;
  };

  it.each([true, false])('passes, whatever the way back finds (last stage: %s)', async (last) => {
    const fence = await left(aStage({ last }));
    await expect(startBack(bench, 7, fence, lost)).rejects.toMatchObject({ name: 'FenceLost' });
    const { version } = await bench.environment();
    expect(await leaveBack(bench, 7, fence, 'failed', lost)).toEqual({ passed: true });
    expect(await bench.environment()).toMatchObject({ version, current: { release: 7 } });
    expect((await bench.release(7)).state).toBe(last ? 'SUCCEEDED' : 'WAITING');
  });

  it('passes also when the next release has the stage by then, and touches nothing of it', async () => {
    const fence = await left();
    await bench.accept(8);
    await bench.enter(8);
    const { version } = await bench.environment();
    expect(await leaveBack(bench, 7, fence, 'failed', lost)).toEqual({ passed: true });
    expect((await bench.environment()).version).toBe(version);
    expect(await finishRelease(bench.ports, { release: 'hello#7' })).toMatchObject({ succeeded: true });
  });

  it('does not pass when it left by being turned around, however often it is asked', async () => {
    const fence = await deployed(bench, 7);
    await startBack(bench, 7, fence);
    bench.ports.fleet.finishDeployment(TARGET);
    const first = await leaveBack(bench, 7, fence);
    expect(first).toMatchObject({ passed: false, error: 'RolledBack' });
    expect(await leaveBack(bench, 7, fence)).toEqual(first);
  });

  it('does not pass when the way back broke before its reason was recorded, and the answer was lost', async () => {
    const fence = await deployed(bench, 7);
    const table = withFaults(bench.ports.table, 'write', ['after']);
    await expect(leaveBack(bench, 7, fence, 'broken', lost, { table })).rejects.toThrow();
    expect(await bench.run(7)).not.toHaveProperty('rollback');
    expect(await leaveBack(bench, 7, fence, 'broken', lost)).toMatchObject({
      passed: false,
      error: 'RollbackFailed',
    });
  });
});
