import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { change, create } from '#core/ledger/record.ts';
import { sweepStages } from '#functions/settle-releases/sweep-stages.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { type Bench, deployed, openBench, released } from '#test/functions/bench.ts';

let bench: Bench;
const sweep = () => sweepStages(bench.ports);

beforeEach(async () => {
  bench = openBench();
  await bench.ports.table.write([create(keys.listedService('hello'), { service: 'hello', repositoryId: 42 })]);
});

describe('the sweep over the stages', () => {
  it('leaves a lock alone whose lease runs, and a stage that is free', async () => {
    await released(bench, 6);
    await deployed(bench, 7);
    expect(await sweep()).toEqual({});
  });

  it('frees a lock whose release has ended, and wakes who waits (L2, K01)', async () => {
    await deployed(bench, 7);
    await bench.accept(8);
    const { token } = await bench.enter(8);
    const release = await bench.release(7);
    await bench.ports.table.write([change(release, { ...release, state: 'FAILED', reason: 'it broke' })]);
    expect(await sweep()).toEqual({ 'hello production': 'freed' });
    expect((await bench.environment()).holder).toBeUndefined();
    expect((await bench.release(7)).reason).toBe('it broke');
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect(await sweep()).toEqual({});
  });

  it('keeps the lock of a rollback that failed until a person has looked (R04)', async () => {
    await deployed(bench, 7);
    const [release, environment] = [await bench.release(7), await bench.environment()];
    const hold = { kind: 'rollback-failed' as const, release: 7, reason: 'it broke', since: 0 };
    await bench.ports.table.write([
      change(release, { ...release, state: 'ROLLBACK_FAILED', reason: 'it broke' }),
      change(environment, { ...environment, hold }),
    ]);
    expect(await sweep()).toEqual({ 'hello production': 'kept' });
    expect((await bench.environment()).holder?.release).toBe(7);
  });

  it('calls somebody, once, when nobody renews a lease any more', async () => {
    await deployed(bench, 7);
    const { holder } = await bench.environment();
    bench.pass((holder?.leaseUntil ?? 0) - bench.ports.now() + 5 * MINUTE - 1);
    expect(await sweep()).toEqual({});
    bench.pass(1);
    expect(await sweep()).toEqual({ 'hello production': 'overdue' });
    expect((await bench.events(7)).at(-1)).toMatchObject({ kind: 'overdue', page: true });
    const before = (await bench.events(7)).length;
    expect(await sweep()).toEqual({ 'hello production': 'still overdue' });
    expect((await bench.events(7)).length).toBe(before);
    expect((await bench.environment()).holder?.release).toBe(7);
  });

  it('writes the same thing once when two sweeps come at the same time', async () => {
    await deployed(bench, 7);
    const release = await bench.release(7);
    await bench.ports.table.write([change(release, { ...release, state: 'FAILED', reason: 'it broke' })]);
    const before = (await bench.events(7)).length;
    await Promise.all([sweep(), sweep()]);
    expect((await bench.events(7)).length).toBe(before + 1);
  });
});
