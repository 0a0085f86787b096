import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { change, create } from '#core/ledger/record.ts';
import type { Current } from '#core/release/current.ts';
import { withSurprise } from '#test/fixtures/faults.ts';
import { digest, MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const ROLLBACK = { kind: 'rollback', service: 'hello', stage: 'production' };

describe('taking a stage back', () => {
  let bench: ObeyBench;
  beforeEach(async () => {
    bench = await openObeyBench();
    for (const number of [4, 5, 6]) await released(bench, number);
  });
  const quarantine = (number: number) =>
    bench.ports.table.write([
      create(keys.quarantine('hello', String(number).repeat(40)), {
        service: 'hello',
        sha: String(number).repeat(40),
        release: number,
        stage: 'production',
        reason: 'bad',
        at: NOON,
      }),
    ]);
  const migrated = async (number: number, reversible: boolean) => {
    const run = await bench.run(number);
    const migration = { startedAt: NOON, taskDefinition: 'migrate:1', reversible };
    await bench.ports.table.write([change(run, { ...run, migration })]);
  };

  it('makes a release that goes back to the last healthy one, with who asked and why', async () => {
    expect(await bench.obey(ROLLBACK)).toMatchObject({
      done: true,
      message: 'hello#7 takes production back to hello#5',
    });
    const {
      pk: _pk,
      sk: _sk,
      version: _v,
      ...goesTo
    } = (await bench.ports.table.read(keys.healthy('hello', 'production', 5))) as never as Record<string, unknown>;
    const release = await bench.release(7);
    expect(release).toMatchObject({
      state: 'ACCEPTED',
      sha: '5'.repeat(40),
      digest: digest('5'),
      reason: 'amy takes production back to hello#5: I looked at it',
      turnsBack: { stage: 'production', goesTo, from: { release: 6, sha: '6'.repeat(40) }, by: 'amy' },
      acceptedAt: bench.ports.now(),
    });
    expect(release).not.toHaveProperty('reverts');
    expect(await bench.events(7)).toMatchObject([{ kind: 'accepted', actor: 'amy', number: 1 }]);
    expect(await bench.ports.table.read(keys.head('hello'))).toMatchObject({ lastNumber: 7 });
  });

  it('keeps everybody out from the moment it is asked for: whoever waits there may hold what is to be undone', async () => {
    await bench.accept(7);
    await bench.obey({ kind: 'freeze', service: 'hello', stage: 'production' });
    expect((await bench.enter(7)).answer).toBeUndefined();
    await bench.obey(ROLLBACK);
    await bench.obey({ kind: 'unfreeze', service: 'hello', stage: 'production' });
    expect((await bench.enter(7)).answer).toBeUndefined();
    expect((await bench.environment()).hold).toMatchObject({ kind: 'rollback', release: 6, sha: '6'.repeat(40) });
    expect((await bench.release(7)).reason).toContain('amy takes it back');
  });

  it('goes back to the very release that a person names (R08)', async () => {
    expect(await bench.obey({ ...ROLLBACK, to: 4 })).toMatchObject({ done: true });
    expect((await bench.release(7)).turnsBack?.goesTo.release).toBe(4);
  });

  it('does not go to the same release twice while it is on its way there', async () => {
    const answers = await Promise.all([bench.obey(ROLLBACK), bench.obey(ROLLBACK, { by: 'bob' })]);
    expect(answers.map(({ message }) => message).sort()).toEqual([
      'hello#7 takes production back to hello#5',
      'hello#7 takes production back to hello#5 already',
    ]);
    expect(await bench.obey({ ...ROLLBACK, to: 4 })).toMatchObject({ done: true });
    await bench.obey({ kind: 'cancel', release: 'hello#7' });
    expect(await bench.obey(ROLLBACK)).toMatchObject({ message: 'hello#9 takes production back to hello#5' });
  });

  it('passes over what was found bad since (R07)', async () => {
    await quarantine(5);
    await bench.obey(ROLLBACK);
    expect((await bench.release(7)).turnsBack?.goesTo.release).toBe(4);
    expect(await bench.obey({ ...ROLLBACK, to: 5 })).toMatchObject({
      done: false,
      message: 'hello#5 is quarantined; there is hello#4',
    });
  });

  it.each([
    [3, 'hello#3 was never healthy in production; there are hello#5, hello#4'],
    [6, 'hello#6 is what hello production has already'],
  ])('does not go to hello#%i', async (to, message) => {
    expect(await bench.obey({ ...ROLLBACK, to })).toMatchObject({ done: false, message });
    expect(await bench.release(7)).toBeUndefined();
  });

  it('has nowhere to go where nothing older was healthy (R02)', async () => {
    await quarantine(4);
    await quarantine(5);
    expect(await bench.obey(ROLLBACK)).toMatchObject({
      done: false,
      message: expect.stringContaining('nothing to go back to'),
    });
    expect(await bench.obey({ ...ROLLBACK, stage: 'staging' })).toMatchObject({ done: false });
  });

  it('does not go where the task definition is gone (R06)', async () => {
    const five = (await bench.ports.table.read(keys.healthy('hello', 'production', 5))) as unknown as Current;
    bench.ports.fleet.deregister(five.taskDefinitions['hello'] ?? '');
    expect(await bench.obey(ROLLBACK)).toMatchObject({ done: false, message: expect.stringContaining('is gone') });
  });

  it('does not go behind a migration that cannot be undone, unless the person says so', async () => {
    await migrated(5, false);
    await migrated(6, true);
    expect(await bench.obey(ROLLBACK)).toMatchObject({ done: true });
    expect(await bench.obey({ ...ROLLBACK, to: 4 })).toMatchObject({
      done: false,
      message: expect.stringContaining('the migration of hello#5 cannot be undone'),
    });
    expect(await bench.obey({ ...ROLLBACK, to: 4, despiteMigration: true })).toMatchObject({ done: true });
  });

  it('is a cancel of the release that is at work there', async () => {
    await deployed(bench, 7);
    expect(await bench.obey(ROLLBACK)).toMatchObject({
      done: true,
      message: 'hello#7 is being cancelled: production goes back first',
    });
    expect((await bench.release(7)).state).toBe('CANCELLING');
    expect(await bench.release(8)).toBeUndefined();
    expect(await bench.obey(ROLLBACK)).toMatchObject({ done: false, message: expect.stringContaining('already') });
  });

  it('cancels what is at work there and waits for the lock when a person names another release', async () => {
    await deployed(bench, 7);
    expect(await bench.obey({ ...ROLLBACK, to: 4 })).toMatchObject({
      done: true,
      message: 'hello#8 takes production back to hello#4; hello#7 is being cancelled: production goes back first',
    });
    expect((await bench.release(7)).state).toBe('CANCELLING');
    expect((await bench.release(8)).turnsBack?.from).toEqual({ release: 6, sha: '6'.repeat(40) });
  });

  it('is decided again when a release becomes current meanwhile (J09)', async () => {
    const fence = await deployed(bench, 7);
    await bench.bake(7, fence);
    bench.pass(11 * MINUTE);
    await bench.bake(7, fence);
    let left: Promise<unknown> | undefined;
    const table = withSurprise(bench.ports.table, 'write', {
      before: async () => {
        left ??= bench.leave(7, fence);
        await left;
      },
    });
    await bench.obey(ROLLBACK, {}, { table });
    expect((await bench.release(8)).turnsBack).toMatchObject({ goesTo: { release: 6 }, from: { release: 7 } });
  });

  it('is a cancel of a release that enters meanwhile', async () => {
    await bench.accept(7);
    let entered: Promise<unknown> | undefined;
    const table = withSurprise(bench.ports.table, 'write', {
      before: async () => {
        entered ??= bench.enter(7);
        await entered;
      },
    });
    await bench.obey(ROLLBACK, {}, { table });
    expect((await bench.release(7)).state).toBe('CANCELLING');
    expect(await bench.release(8)).toBeUndefined();
  });

  it('is a cancel, too, when a person names what is current and another release is on its way', async () => {
    await deployed(bench, 7);
    expect(await bench.obey({ ...ROLLBACK, to: 6 })).toMatchObject({ done: true });
    expect((await bench.release(7)).state).toBe('CANCELLING');
    expect(await bench.release(8)).toBeUndefined();
  });

  it('waits for a lock that is kept by what has ended', async () => {
    const environment = await bench.environment();
    const holder = { release: 6, fence: 3, since: NOON, leaseUntil: bench.ports.now() + MINUTE };
    await bench.ports.table.write([change(environment, { ...environment, holder })]);
    expect(await bench.obey(ROLLBACK)).toMatchObject({ message: 'hello#7 takes production back to hello#5' });
  });

  it('does not go where the image is gone (R06)', async () => {
    const registry = { ...bench.ports.registry, has: async () => false };
    expect(await bench.obey(ROLLBACK, {}, { registry })).toMatchObject({
      done: false,
      message: expect.stringMatching(/^hello:\d+ of hello, or its image, is gone$/),
    });
  });

  it('waits for a person where a rollback has failed', async () => {
    const environment = await bench.environment();
    const hold = { kind: 'rollback-failed', release: 6, reason: 'stuck', since: NOON };
    const holder = { release: 6, fence: 3, since: NOON, leaseUntil: NOON };
    await bench.ports.table.write([change(environment, { ...environment, hold, holder })]);
    expect(await bench.obey(ROLLBACK)).toMatchObject({
      done: false,
      message: expect.stringContaining('bakewatch resume'),
    });
  });
});
