import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { change } from '#core/ledger/record.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { NOON } from '#test/fixtures/ledger.ts';
import { released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const RESUME = { kind: 'resume', service: 'hello', stage: 'production' };

describe('obeying a command', () => {
  let bench: ObeyBench;
  beforeEach(async () => {
    bench = await openObeyBench({ may: { resume: ['amy', 'carol'] }, people: { carol: { slack: 'T001/U001' } } });
    await released(bench, 6);
    await hold();
  });
  const hold = async (): Promise<void> => {
    const environment = await bench.environment();
    const held = { kind: 'rollback', release: 6, reason: 'rolled back', since: NOON };
    await bench.ports.table.write([change(environment, { ...environment, hold: held })]);
  };
  const isHeld = async () => (await bench.environment()).hold !== undefined;

  it('records who asked for what, why, how it came, and what became of it', async () => {
    expect(await bench.obey(RESUME, { id: 'one' })).toEqual({
      done: true,
      message: 'lifted the hold on production of hello',
      isRepeat: false,
    });
    const record = {
      id: 'one',
      by: 'amy',
      via: 'cli',
      kind: 'resume',
      command: RESUME,
      reason: 'I looked at it',
      isDone: true,
      message: 'lifted the hold on production of hello',
    };
    expect(await bench.records()).toMatchObject([record]);
    expect(await bench.ports.table.read(keys.command('one'))).toMatchObject({
      ...record,
      expiresAt: Math.floor(bench.ports.now() / 1_000) + 90 * 86_400,
    });
  });

  it('does the same order once, and answers it again as it did (J01, J07)', async () => {
    const first = await bench.obey(RESUME, { id: 'one' });
    await hold();
    expect(await bench.obey(RESUME, { id: 'one' })).toEqual({ ...first, isRepeat: true });
    expect(await isHeld()).toBe(true);
    expect(await bench.records()).toHaveLength(1);
  });

  it('does the same order once when it comes twice at the same moment', async () => {
    const answers = await Promise.all([bench.obey(RESUME, { id: 'one' }), bench.obey(RESUME, { id: 'one' })]);
    expect(answers.map(({ done }) => done)).toEqual([true, true]);
    expect(answers.map(({ isRepeat }) => isRepeat).sort()).toEqual([false, true]);
    expect((await bench.events(6)).filter(({ kind }) => kind === 'resumed')).toHaveLength(1);
  });

  it('has done it when its write failed after its effect, and says so when it is asked again (C01)', async () => {
    const table = withFaults(bench.ports.table, 'write', ['after']);
    await expect(bench.obey(RESUME, { id: 'one' }, { table })).rejects.toThrow();
    expect(await bench.obey(RESUME, { id: 'one' })).toMatchObject({ done: true, isRepeat: true });
  });

  it('is done although nobody could be woken: they look by themselves before long', async () => {
    const { list } = bench.ports.table;
    const table: ObeyBench['ports']['table'] = {
      ...bench.ports.table,
      async list(pk, options) {
        if (pk.startsWith('WAIT#')) throw new Error('throttled');
        return list(pk, options);
      },
    };
    expect(await bench.obey(RESUME, {}, { table })).toMatchObject({ done: true });
    expect(await isHeld()).toBe(false);
  });

  it('takes no other order under an id that was used, and leaves the record as it is', async () => {
    await bench.obey(RESUME, { id: 'one' });
    await hold();
    for (const said of [{ reason: 'another one' }, { by: 'carol' }, { by: 'T001/U001', via: 'slack' as const }])
      expect(await bench.obey(RESUME, { id: 'one', ...said })).toMatchObject({
        done: false,
        isRepeat: false,
        message: expect.stringContaining('stands for another order'),
      });
    expect(await bench.obey({ ...RESUME, stage: 'staging' }, { id: 'one' })).toMatchObject({ done: false });
    expect(await isHeld()).toBe(true);
    expect(await bench.records()).toHaveLength(1);
  });

  it('refuses who may not, as it is configured at this moment, and records that too (J04)', async () => {
    const refused = { done: false, message: 'bob may not resume in hello: amy, carol may' };
    expect(await bench.obey(RESUME, { by: 'bob' })).toMatchObject(refused);
    expect(await bench.records()).toMatchObject([{ by: 'bob', isDone: false, message: refused.message }]);
    const key = keys.config(42, 'hello');
    const item = await bench.ports.table.read(key);
    if (!item) throw new Error('It is configured.');
    const config = { ...(item['config'] as object), may: { resume: ['carol'] } };
    await bench.ports.table.write([change(item, { ...item, config })]);
    expect(await bench.obey(RESUME, { by: 'amy' })).toMatchObject({ done: false });
    expect(await isHeld()).toBe(true);
  });

  it('knows a person by what Slack signed, and nobody by what she calls herself there (J05)', async () => {
    expect(await bench.obey(RESUME, { via: 'slack', by: 'T002/U001' })).toMatchObject({
      done: false,
      message: 'slack:T002/U001 may not resume in hello: amy, carol may',
    });
    expect(await bench.obey(RESUME, { via: 'slack', by: 'T001/U001' })).toMatchObject({ done: true });
    expect((await bench.events(6)).at(-1)).toMatchObject({ actor: 'carol', kind: 'resumed' });
  });

  it('is decided about one version of what it changes, and again when that is no longer so', async () => {
    const { read } = bench.ports.table;
    const name = keys.environment('hello', 'production').sk;
    let [reads, writes] = [0, 0];
    const table: ObeyBench['ports']['table'] = {
      ...bench.ports.table,
      async read(key) {
        const item = await read(key);
        if (key.sk === name) reads += 1;
        if (key.sk === name && item && reads === 1) await bench.ports.table.write([change(item, item)]);
        return item;
      },
      write(changes) {
        writes += 1;
        return bench.ports.table.write(changes);
      },
    };
    expect(await bench.obey(RESUME, { seen: { holdSince: NOON } }, { table })).toMatchObject({ done: true });
    expect([reads, writes]).toEqual([2, 2]);
  });

  it('refuses what is about another hold than the person was shown (J02)', async () => {
    expect(await bench.obey(RESUME, { seen: { holdSince: NOON - 1_000, current: 6 } })).toMatchObject({
      done: false,
      message: 'this is no longer what you were shown: the hold was since 11:59:59 UTC, now it is since 12:00:00 UTC',
    });
    expect(await isHeld()).toBe(true);
    expect(await bench.obey(RESUME, { seen: { holdSince: NOON, current: 6 } })).toMatchObject({ done: true });
  });

  it('answers what it cannot understand with every mistake, and keeps nothing of it', async () => {
    const answer = await bench.obey({ kind: 'resume', service: 'Hello', why: 1 }, { reason: ' ', id: 'no id' });
    expect(answer).toMatchObject({ done: false, isRepeat: false });
    for (const part of ['id must be', 'reason must be', 'service must be', 'stage must be', 'nothing of the name why'])
      expect(answer.message).toContain(part);
    expect(await bench.records()).toEqual([]);
    expect(await bench.records('*')).toEqual([]);
  });

  it('records what was asked of a service that there is not among what concerns all', async () => {
    expect(await bench.obey({ ...RESUME, service: 'other' })).toMatchObject({
      message: 'there is no service other: there are hello',
    });
    expect(await bench.records('*')).toMatchObject([{ isDone: false, kind: 'resume' }]);
    expect(await bench.records('other')).toEqual([]);
  });
});
