import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import type { Current } from '#core/release/current.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { aStage, aTurn, TARGET } from '#test/fixtures/stage-plan.ts';
import { acceptTurn, cancel, goBack, leaveBack, startBack, takenBack } from '#test/functions/acts.ts';
import { type Bench, deployed, openBench, released } from '#test/functions/bench.ts';

const WHY = 'its execution was stopped by somebody, and nobody drove it any more';
const died = takenBack(WHY);

describe('a release that is settled because nobody drives it any more', () => {
  let bench: Bench;
  let good: string;
  beforeEach(async () => {
    bench = openBench();
    await released(bench, 6);
    good = (await bench.environment()).current?.taskDefinitions['hello'] ?? '';
  });

  const settle = async (number = 7): Promise<number> =>
    (await bench.enter(number, aTurn('settle', WHY), {}, { execution: 'settler' })).answer?.fence ?? 0;
  const enterFirst = async (): Promise<number> => {
    await bench.accept(7);
    return (await bench.enter(7, aStage(), {}, { execution: 'first' })).answer?.fence ?? 0;
  };
  const primary = async () => (await bench.ports.fleet.view(TARGET))?.deployments[0]?.taskDefinition;
  const quarantine = async (number = 7) =>
    bench.ports.table.read(keys.quarantine('hello', (await bench.release(number)).sha));

  it('is brought back and ROLLED_BACK, without hold or quarantine as nothing was found bad, and paged (F02)', async () => {
    await deployed(bench, 7);
    expect(await goBack(bench, 7, await settle(), died)).toEqual({
      passed: false,
      error: 'RolledBack',
      reason: `rolled production back to hello#6: ${WHY}`,
    });
    expect(await primary()).toBe(good);
    const { holder, hold } = await bench.environment();
    expect([holder, hold]).toEqual([undefined, undefined]);
    expect(await quarantine()).toBeUndefined();
    expect((await bench.events(7)).at(-1)).toMatchObject({ page: true, kind: 'ended' });
  });

  it('is FAILED and paged when nothing had been changed', async () => {
    await enterFirst();
    expect(await goBack(bench, 7, await settle(), died)).toMatchObject({ error: 'Failed' });
    expect(await bench.release(7)).toMatchObject({ state: 'FAILED' });
    expect((await bench.events(7)).at(-1)).toMatchObject({ page: true });
  });

  it('waits until what the dead one had asked for has landed, and brings that back (F10)', async () => {
    const fence = await enterFirst();
    const fleet = withFaults(bench.ports.fleet, 'deploy', ['before']);
    await expect(bench.deploy(7, fence, { fleet })).rejects.toThrow();
    const next = await settle();
    await expect(startBack(bench, 7, next, died)).rejects.toMatchObject({ name: 'StillUnknown' });
    await bench.ports.fleet.deploy(TARGET, (await forward())?.taskDefinition ?? '');
    await expect(startBack(bench, 7, next, died)).rejects.toMatchObject({ name: 'StillUnknown' });
    bench.pass(75_000);
    expect(await startBack(bench, 7, next, died)).toMatchObject({ result: 'under way' });
    bench.ports.fleet.finishDeployment(TARGET);
    expect(await primary()).toBe(good);
  });

  const forward = async () =>
    (await bench.ports.table.read(keys.deployment('hello#7', 'production', 'hello', 'forward'))) as
      | { taskDefinition: string }
      | undefined;

  it('keeps hold and quarantine when it had been turned around for an alarm, and died half-way', async () => {
    const fence = await deployed(bench, 7);
    await startBack(bench, 7, fence);
    const next = await settle();
    bench.ports.fleet.finishDeployment(TARGET);
    expect(await goBack(bench, 7, next, died)).toMatchObject({
      error: 'RolledBack',
      reason: 'rolled production back to hello#6: errors went to ALARM',
    });
    expect((await bench.environment()).hold).toMatchObject({ kind: 'rollback', release: 7 });
    expect(await quarantine()).toMatchObject({ reason: 'errors went to ALARM' });
  });

  it('is CANCELLED when a person had cancelled it before it died', async () => {
    await deployed(bench, 7);
    await cancel(bench, 7);
    expect(await goBack(bench, 7, await settle(), died)).toMatchObject({ error: 'Cancelled' });
    expect(await bench.release(7)).toMatchObject({ state: 'CANCELLED' });
    expect((await bench.environment()).hold).toBeUndefined();
  });

  it('goes on to where a person wanted it, when a rollback by hand has died', async () => {
    const six = (await bench.environment()).current as Current;
    await released(bench, 7);
    await acceptTurn(bench, 8, six);
    await bench.enter(8, aTurn('rollback'), {}, { execution: 'first' });
    expect(await goBack(bench, 8, await settle(8), died)).toEqual({ passed: true });
    expect(await primary()).toBe(good);
    expect(await bench.environment()).toMatchObject({ current: { release: 6 }, hold: { release: 7 } });
  });

  it('gives the way back its whole time from when ECS is asked, however long ago it was intended first', async () => {
    const fence = await deployed(bench, 7);
    const fleet = withFaults(bench.ports.fleet, 'deploy', ['before']);
    await expect(startBack(bench, 7, fence, undefined, { fleet })).rejects.toThrow();
    bench.pass(2 * aStage().rollbackWithin);
    const next = await settle();
    expect(await startBack(bench, 7, next, died)).toMatchObject({ result: 'under way' });
    expect((await bench.awaitDeployment(7, next, 'rollback')).answer).toBeUndefined();
    bench.pass(aStage().rollbackWithin);
    expect((await bench.awaitDeployment(7, next, 'rollback')).answer?.status).toBe('failed');
  });

  it('does not get more time for a way back that is under way already: it stays bounded (L5)', async () => {
    const fence = await deployed(bench, 7);
    await startBack(bench, 7, fence);
    bench.pass(20 * MINUTE);
    const next = await settle();
    await startBack(bench, 7, next, died);
    bench.pass(10 * MINUTE);
    expect((await bench.awaitDeployment(7, next, 'rollback')).answer?.status).toBe('failed');
  });

  it('holds the stage and calls somebody when it cannot be proved', async () => {
    await deployed(bench, 7);
    const next = await settle();
    await startBack(bench, 7, next, died);
    expect(await leaveBack(bench, 7, next, 'broken', died)).toMatchObject({ error: 'RollbackFailed' });
    expect(await bench.environment()).toMatchObject({ holder: { release: 7 }, hold: { kind: 'rollback-failed' } });
    expect(await quarantine()).toBeUndefined();
  });

  it('shuts out what the dead one still does: its rollback, its verdict, its end (K05)', async () => {
    const fence = await deployed(bench, 7);
    await bench.bake(7, fence);
    await settle();
    await expect(startBack(bench, 7, fence)).rejects.toMatchObject({ name: 'FenceLost' });
    await expect(bench.bake(7, fence)).rejects.toMatchObject({ name: 'FenceLost' });
    await expect(bench.leave(7, fence)).rejects.toMatchObject({ name: 'FenceLost' });
    await expect(leaveBack(bench, 7, fence)).rejects.toMatchObject({ name: 'FenceLost' });
    expect((await bench.release(7)).state).toBe('BAKING');
  });
});
