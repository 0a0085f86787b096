import { beforeEach, describe, expect, it } from 'vitest';
import { change } from '#core/ledger/record.ts';
import { endRelease } from '#functions/steps/end-release.ts';
import { aStage, aTurn } from '#test/fixtures/stage-plan.ts';
import { goBack, takenBack } from '#test/functions/acts.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const PLACE = { service: 'hello', stage: 'production' };
const ROLLBACK = { kind: 'rollback', ...PLACE };

/** The rollback by hand, `hello#7`, goes from `hello#6` to `hello#5`; before it has the lock, something else has been there. */
describe('a rollback by hand that waits', () => {
  let bench: ObeyBench;
  beforeEach(async () => {
    bench = await openObeyBench();
    for (const number of [4, 5, 6]) await released(bench, number);
    await bench.obey(ROLLBACK);
  });

  const enterTurn = async (number: number) => {
    const { state, ...release } = await bench.release(number);
    if (state === 'ACCEPTED') await bench.ports.table.write([change(release, { ...release, state: 'PREPARING' })]);
    return bench.enter(number, aTurn('rollback'));
  };

  it('does not take back what went forward since, and is healthy: it was asked for something else', async () => {
    await bench.obey({ kind: 'resume', ...PLACE }, { by: 'bob' });
    await released(bench, 8);
    expect((await enterTurn(7)).answer).toMatchObject({
      status: 'refused',
      error: 'Superseded',
      reason: expect.stringContaining('superseded by hello#8, which went forward in production since'),
    });
    expect((await bench.environment()).current?.release).toBe(8);
  });

  it('is not overtaken by a release that reverts the same commit: whoever is first lifts no hold of a person', async () => {
    const revert = aStage({ resumeOnRevert: true });
    await bench.accept(8, 'WAITING', { reverts: ['6'.repeat(40)] });
    expect((await bench.enter(8, revert)).answer).toBeUndefined();
    expect((await bench.release(8)).reason).toContain('amy takes it back');
    expect((await enterTurn(7)).answer).toMatchObject({ status: 'entered' });
  });

  it('goes on after another rollback by hand, which has not gone forward', async () => {
    await bench.obey({ ...ROLLBACK, to: 4 }, { by: 'bob' });
    const { answer } = await enterTurn(7);
    expect((await enterTurn(8)).answer).toBeUndefined();
    expect(await goBack(bench, 7, answer?.fence ?? 0, takenBack('amy wants it'))).toEqual({ passed: true });
    expect((await enterTurn(8)).answer).toMatchObject({ status: 'entered' });
  });

  it('says that its stage stays held when it is cancelled, or comes to nothing', async () => {
    const held = 'production stays held until somebody runs `bakewatch resume hello production`';
    expect(await bench.obey({ kind: 'cancel', release: 'hello#7' })).toMatchObject({
      message: `hello#7 is cancelled: it goes no further; ${held}`,
    });
    expect((await bench.environment()).hold).toBeDefined();
    await bench.obey({ ...ROLLBACK, to: 4 });
    await endRelease(bench.ports, { release: 'hello#8', failure: { Error: 'Rejected', Cause: 'the stage is gone' } });
    expect(await bench.release(8)).toMatchObject({ state: 'REJECTED', reason: `the stage is gone; ${held}` });
  });

  it('says nothing of a hold that a person has lifted, or that is there for another rollback', async () => {
    await bench.obey({ ...ROLLBACK, to: 4 });
    await bench.obey({ kind: 'cancel', release: 'hello#7' });
    await bench.obey({ kind: 'resume', ...PLACE });
    await bench.obey({ kind: 'cancel', release: 'hello#8' });
    for (const number of [7, 8]) expect((await bench.release(number)).reason).not.toContain('held');
  });

  it('takes back a stage in which a release had failed before it was asked for', async () => {
    await bench.obey({ kind: 'cancel', release: 'hello#7' });
    await bench.obey({ kind: 'resume', ...PLACE });
    await deployed(bench, 8);
    await bench.obey({ ...ROLLBACK, to: 4 });
    bench.pass(3 * 3_600_000);
    expect((await enterTurn(9)).answer).toMatchObject({ status: 'entered' });
  });
});
