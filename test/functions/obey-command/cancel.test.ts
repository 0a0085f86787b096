import { beforeEach, describe, expect, it } from 'vitest';
import { leaveAfterRollback } from '#functions/leave-after-rollback/leave-after-rollback.ts';
import { startRollback } from '#functions/start-rollback/start-rollback.ts';
import { withSurprise } from '#test/fixtures/faults.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { TARGET } from '#test/fixtures/stage-plan.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const CANCEL = { kind: 'cancel', release: 'hello#7' };

describe('cancelling a release', () => {
  let bench: ObeyBench;
  beforeEach(async () => {
    bench = await openObeyBench();
    await released(bench, 6);
  });

  it.each(['ACCEPTED', 'PREPARING', 'BUILDING', 'WAITING'] as const)(
    'ends one that is %s at once (R11)',
    async (state) => {
      await bench.accept(7, state);
      expect(await bench.obey(CANCEL)).toMatchObject({
        done: true,
        message: 'hello#7 is cancelled: it goes no further',
      });
      expect(await bench.release(7)).toMatchObject({
        state: 'CANCELLED',
        reason: 'cancelled by amy: I looked at it',
        cancelled: { by: 'amy', reason: 'I looked at it' },
      });
    },
  );

  it('wakes one that waits for a stage, which finds that it has ended', async () => {
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now());
    await bench.accept(7);
    const { token } = await bench.enter(7);
    await bench.obey(CANCEL);
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bench.enter(7)).answer).toMatchObject({ status: 'refused', error: 'Cancelled' });
  });

  it('takes the stage back when it was touched, and says CANCELLING until that is proved (J08)', async () => {
    const fence = await deployed(bench, 7);
    const { token } = await bench.bake(7, fence);
    expect(await bench.obey(CANCEL)).toMatchObject({
      done: true,
      message: 'hello#7 is being cancelled: production goes back first',
    });
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bench.release(7)).state).toBe('CANCELLING');
    const { answer } = await bench.bake(7, fence);
    expect(answer).toEqual({ status: 'unhealthy', reason: 'cancelled by amy: I looked at it' });
    const failure = { Error: 'Unhealthy', Cause: answer?.reason ?? '' };
    const back = { release: 'hello#7', stage: 'production', fence, failure };
    await startRollback(bench.ports, { ...back, target: TARGET });
    expect((await bench.release(7)).state).toBe('CANCELLING');
    bench.ports.fleet.finishDeployment(TARGET);
    await leaveAfterRollback(bench.ports, { ...back, targets: [{ target: 'hello', result: 'proved', reason: '' }] });
    expect(await bench.release(7)).toMatchObject({
      state: 'CANCELLED',
      reason: expect.stringContaining('back on hello#6'),
    });
    expect(await bench.environment()).not.toHaveProperty('hold');
  });

  it('loses against a completion that was faster, and says how it ended (J09)', async () => {
    const fence = await healthy();
    let left: Promise<unknown> | undefined;
    const table = withSurprise(bench.ports.table, 'write', {
      before: async () => {
        left ??= bench.leave(7, fence);
        await left;
      },
    });
    expect(await bench.obey(CANCEL, {}, { table })).toMatchObject({
      done: false,
      message: 'hello#7 has SUCCEEDED: take its stage back with `bakewatch rollback`',
    });
    expect((await bench.release(7)).state).toBe('SUCCEEDED');
    expect((await bench.run(7)).rollback).toBeUndefined();
  });

  it('wins against a completion that was slower, which then does not take place (J09)', async () => {
    const fence = await healthy();
    let asked: Promise<unknown> | undefined;
    const table = withSurprise(bench.ports.table, 'write', {
      before: async () => {
        asked ??= bench.obey(CANCEL);
        await asked;
      },
    });
    const leaving = bench.leave(7, fence, undefined, { table });
    await expect(leaving).rejects.toMatchObject({ name: 'DeploymentRefused', message: expect.stringContaining('amy') });
    expect((await bench.release(7)).state).toBe('CANCELLING');
    expect((await bench.environment()).current?.release).toBe(6);
  });

  const healthy = async (): Promise<number> => {
    const fence = await deployed(bench, 7);
    await bench.bake(7, fence);
    bench.pass(11 * MINUTE);
    await bench.bake(7, fence);
    return fence;
  };

  it('is refused while it is turned around already, by an alarm or by a person (R10)', async () => {
    const fence = await deployed(bench, 7);
    const failure = { Error: 'Unhealthy', Cause: 'errors went to ALARM' };
    await startRollback(bench.ports, { release: 'hello#7', stage: 'production', fence, target: TARGET, failure });
    expect(await bench.obey(CANCEL)).toMatchObject({ done: false, message: 'hello#7 is being turned around already' });
    expect((await bench.run(7)).rollback?.reason).toBe('errors went to ALARM');
  });

  it('leaves two people with one cancel, and tells the second', async () => {
    await deployed(bench, 7);
    const answers = await Promise.all([bench.obey(CANCEL), bench.obey(CANCEL, { by: 'bob' })]);
    expect(answers.map(({ done }) => done).sort()).toEqual([false, true]);
    expect((await bench.events(7)).filter(({ kind }) => kind === 'cancelling')).toHaveLength(1);
  });
});
