import { beforeEach, describe, expect, it } from 'vitest';
import { OUTCOME_ERRORS } from '#core/errors.ts';
import { ONGOING } from '#core/release/release.ts';
import { finishRelease } from '#functions/finish-release/finish-release.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { type Bench, deployed, openBench, released } from '#test/functions/bench.ts';

describe('finishing a release', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = openBench();
  });

  const finish = (failure?: { Error: string; Cause?: string }) =>
    finishRelease(bench.ports, { release: 'hello#7', ...(failure ? { failure } : {}) });

  it('succeeds with a release that has succeeded', async () => {
    await released(bench, 7);
    expect(await finish()).toMatchObject({ succeeded: true, state: 'SUCCEEDED', error: '' });
  });

  it('refuses to call a release finished that is not', async () => {
    await bench.accept(7);
    await expect(finish()).rejects.toThrow('is still WAITING');
  });

  it('ends a release that was superseded in the state and with the sentence that it was told', async () => {
    await bench.accept(7);
    expect(await finish({ Error: 'Superseded', Cause: 'superseded by hello#8' })).toEqual({
      succeeded: false,
      state: 'SUPERSEDED',
      error: 'Superseded',
      reason: 'superseded by hello#8',
    });
    expect(await bench.release(7)).toMatchObject({ state: 'SUPERSEDED', reason: 'superseded by hello#8' });
  });

  it('says the same again when it is called again, whatever it is told then (S13)', async () => {
    await bench.accept(7);
    const first = await finish({ Error: 'Expired', Cause: 'waited too long' });
    expect(await finish({ Error: 'Failed', Cause: 'something else' })).toEqual(first);
    expect(await bench.events(7)).toHaveLength(1);
  });

  it('ends it once although its write failed after its effect', async () => {
    await bench.accept(7);
    const ports = { ...bench.ports, table: withFaults(bench.ports.table, 'write', ['after']) };
    const failed = { release: 'hello#7', failure: { Error: 'Stale', Cause: 'gone' } };
    await expect(finishRelease(ports, failed)).rejects.toThrow();
    expect(await finishRelease(ports, failed)).toMatchObject({ state: 'STALE' });
    expect(await bench.events(7)).toHaveLength(1);
  });

  it.each(
    ONGOING.flatMap((state) => [...Object.keys(OUTCOME_ERRORS), 'States.Runtime'].map((error) => [state, error])),
  )('ends a release that is %s, whatever it failed with: %s (L1)', async (state = '', error = '') => {
    await bench.accept(7, state as (typeof ONGOING)[number]);
    const finished = await finish({ Error: error, Cause: 'because' });
    expect(finished.succeeded).toBe(false);
    expect((await bench.release(7)).state).toBe(finished.state);
  });

  describe('that is driven by another execution, or driven again', () => {
    const finishAs = (execution: string, over: object = {}) =>
      finishRelease(bench.ports, { release: 'hello#7', execution, ...over });
    const failed = { failure: { Error: 'FenceLost', Cause: 'another has it' } };

    it('has nothing to say about a release that another execution drives (F11)', async () => {
      await bench.accept(7, 'WAITING', { executionArn: 'arn:first' });
      expect(await finishAs('arn:second', failed)).toEqual({
        succeeded: false,
        state: 'SUPERSEDED',
        error: 'Superseded',
        reason: 'another execution drives hello#7: this one has nothing to say about it',
      });
      expect(await bench.release(7)).toMatchObject({ state: 'WAITING' });
      expect(await finishAs('arn:first', failed)).toMatchObject({ state: 'FAILED' });
    });

    it('ends a release that names no execution, or of an execution that does not name itself', async () => {
      await bench.accept(7);
      expect(await finishAs('arn:any', failed)).toMatchObject({ state: 'FAILED' });
      await bench.accept(8, 'WAITING', { executionArn: 'arn:first' });
      expect(await finishRelease(bench.ports, { release: 'hello#8', ...failed })).toMatchObject({ state: 'FAILED' });
    });

    it('tells another execution how the release has ended', async () => {
      await bench.accept(7, 'ROLLED_BACK', { executionArn: 'arn:first', reason: 'errors fired' });
      expect(await finishAs('arn:second', failed)).toMatchObject({ error: 'RolledBack', reason: 'errors fired' });
    });

    it('ends a redriven execution as superseded when its release has ended: nothing is driven twice (F03)', async () => {
      await bench.accept(7, 'ROLLED_BACK', { executionArn: 'arn:first', reason: 'errors fired' });
      expect(await finishAs('arn:first', { redriven: true, ...failed })).toMatchObject({
        succeeded: false,
        error: 'Superseded',
        reason: 'hello#7 has ended ROLLED_BACK (errors fired): driving it again changes nothing',
      });
      expect(await bench.release(7)).toMatchObject({ state: 'ROLLED_BACK', reason: 'errors fired' });
    });

    it('ends a redriven execution green whose release has succeeded, and one that has not ended as it must', async () => {
      await bench.accept(7, 'SUCCEEDED', { executionArn: 'arn:first' });
      expect(await finishAs('arn:first', { redriven: true })).toMatchObject({ succeeded: true });
      await bench.accept(8, 'WAITING', { executionArn: 'arn:first' });
      const input = { release: 'hello#8', execution: 'arn:first', redriven: true, ...failed };
      expect(await finishRelease(bench.ports, input)).toMatchObject({ state: 'FAILED' });
    });
  });

  it('pages, and holds the stage beyond its lease, when a release is left in the middle of one (S12)', async () => {
    await deployed(bench, 7);
    expect(await finish({ Error: 'States.Runtime' })).toMatchObject({ state: 'ROLLBACK_FAILED' });
    expect((await bench.events(7)).at(-1)).toMatchObject({ page: true });
    bench.pass(60 * MINUTE);
    await bench.accept(8);
    expect((await bench.enter(8)).answer).toBeUndefined();
    expect((await bench.environment()).hold).toMatchObject({ kind: 'rollback-failed', release: 7 });
  });
});
