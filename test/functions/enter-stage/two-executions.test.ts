import { beforeEach, describe, expect, it } from 'vitest';
import { change } from '#core/ledger/record.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { NOON } from '#test/fixtures/ledger.ts';
import { aStage, aTurn } from '#test/fixtures/stage-plan.ts';
import { cancel } from '#test/functions/acts.ts';
import { type Bench, openBench, released } from '#test/functions/bench.ts';

const settling = aTurn('settle');

describe('two executions of one release, and its stage', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = openBench();
    await released(bench, 6);
    await bench.accept(7);
    await bench.enter(7, aStage(), {}, { execution: 'first' });
  });

  const enter = (execution?: string, stage = aStage()) => bench.enter(7, stage, {}, execution ? { execution } : {});
  /** As a lock was that was taken before locks named executions. */
  const forgetExecution = async (): Promise<void> => {
    const environment = await bench.environment();
    const { execution: _, ...holder } = { execution: '', ...environment.holder };
    await bench.ports.table.write([change(environment, { ...environment, holder })]);
  };
  const fence = async () => (await bench.environment()).fence;

  it('are told apart by the lock: the one that has it may ask again, the other touches nothing (F11)', async () => {
    expect((await enter('first')).answer).toMatchObject({ status: 'entered', fence: 2 });
    await expect(enter('second')).rejects.toMatchObject({ name: 'FenceLost' });
    expect(await bench.environment()).toMatchObject({ fence: 2, holder: { execution: 'first' } });
  });

  it('cannot be told apart where one began before locks named executions: it keeps what it has', async () => {
    expect((await enter()).answer).toMatchObject({ fence: 2 });
    await forgetExecution();
    expect((await enter('first')).answer).toMatchObject({ fence: 2 });
  });

  it('may follow each other to settle: the new one gets a new fence, and the old one is dead (F02, K02)', async () => {
    expect((await enter('settler', settling)).answer).toMatchObject({ status: 'entered', fence: 3 });
    await expect(bench.deploy(7, 2)).rejects.toMatchObject({ name: 'FenceLost' });
    expect(await bench.run(7)).toMatchObject({ fence: 3 });
    await expect(enter('first')).rejects.toMatchObject({ name: 'FenceLost' });
  });

  it('gives the settling one the same fence when it asks again, also when an answer was lost', async () => {
    const table = withFaults(bench.ports.table, 'write', ['after']);
    await expect(bench.enter(7, settling, { table }, { execution: 'settler' })).rejects.toThrow();
    expect((await enter('settler', settling)).answer).toMatchObject({ fence: 3 });
    expect((await enter('settler', settling)).answer).toMatchObject({ fence: 3 });
    expect(await fence()).toBe(3);
  });

  it('gives the settling one a new fence of a lock that names no execution: the dead one may have it', async () => {
    await forgetExecution();
    expect((await enter('settler', settling)).answer).toMatchObject({ fence: 3 });
    expect((await enter('settler', settling)).answer).toMatchObject({ fence: 3 });
    await expect(bench.deploy(7, 2)).rejects.toMatchObject({ name: 'FenceLost' });
  });

  it('settles a release that is CANCELLING as well, and leaves hold and fix-forward as they are', async () => {
    await cancel(bench, 7);
    const environment = await bench.environment();
    const hold = { kind: 'rollback', release: 5, reason: 'errors fired', since: NOON };
    const fixForward = { by: 'amy', reason: 'mends it', at: NOON, alarms: ['errors'] };
    await bench.ports.table.write([change(environment, { ...environment, hold, fixForward })]);
    expect((await enter('settler', settling)).answer).toMatchObject({ fence: 3 });
    expect(await bench.environment()).toMatchObject({ hold, fixForward });
    expect((await bench.release(7)).state).toBe('CANCELLING');
  });

  it('does not settle a stage that another release has taken over (K05)', async () => {
    bench.pass(24 * 3_600_000);
    await bench.accept(8);
    expect((await bench.enter(8, aStage(), {}, { execution: 'other' })).answer).toMatchObject({ fence: 3 });
    expect((await enter('settler', settling)).answer).toMatchObject({
      status: 'refused',
      error: 'RollbackFailed',
      reason: expect.stringContaining('hello#8 has taken production over'),
    });
    expect(await bench.environment()).toMatchObject({ fence: 3, holder: { release: 8 } });
  });
});
