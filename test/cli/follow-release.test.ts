import { beforeEach, describe, expect, test } from 'vitest';
import { memoryTable } from '#adapters/memory/table.ts';
import { Unreachable } from '#cli/unreachable.ts';
import { type Follow, followRelease } from '#cli/watch/follow-release.ts';
import type { StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create, type Entry, record } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';
import { FAR } from '#core/watch/next-gap.ts';
import { aRelease, NOON } from '#test/fixtures/ledger.ts';

/** A ledger to which things happen while the one who watches sleeps. */
describe('a release that is followed', () => {
  let table: Table;
  let clock: number;
  let heard: number[];
  let looks: number[];
  let happens: { at: number; entry: Partial<Entry> }[];

  const say = async (entry: Partial<Entry>): Promise<void> => {
    const release = (await table.read(keys.release('hello', 7))) as StoredRelease;
    const said = { kind: 'blocked', sentence: 'waits', actor: 'bakewatch', at: clock, ...entry } as Entry;
    expect(await table.write(record(release, said))).toBe(true);
  };
  const sleep = async (ms: number): Promise<void> => {
    clock += ms;
    for (const { entry } of happens.filter(({ at }) => at <= clock)) await say(entry);
    happens = happens.filter(({ at }) => at > clock);
  };
  const follow = (over: Partial<Follow> = {}) =>
    followRelease({
      table,
      asked: { service: 'hello', number: 7 },
      pace: FAR,
      now: () => clock,
      sleep,
      seen: ({ fresh }) => {
        looks.push(clock - NOON);
        heard.push(...fresh.map(({ number }) => number));
      },
      ...over,
    });

  beforeEach(async () => {
    table = memoryTable();
    clock = NOON;
    heard = [];
    looks = [];
    happens = [];
    await table.write([create(keys.release('hello', 7), aRelease({ state: 'WAITING', events: 0 }))]);
    await say({ kind: 'accepted' });
  });

  const failing = (name: string, until = Number.POSITIVE_INFINITY): Table => ({
    ...table,
    read: async (key) => {
      if (clock < until) throw Object.assign(new Error('no'), { name });
      return table.read(key);
    },
  });

  test('each of its events is heard once, in order, and nothing is asked after its end', async () => {
    happens = [
      { at: NOON + 3_000, entry: {} },
      { at: NOON + 3_500, entry: {} },
      { at: NOON + 9_000, entry: { kind: 'ended', to: 'EXPIRED' } },
    ];
    expect(await follow()).toMatchObject({ isLate: false, release: { state: 'EXPIRED' } });
    expect(heard).toEqual([1, 2, 3, 4]);
    expect(looks).toEqual([0, 2_000, 4_000, 6_000, 8_000, 10_000]);
  });

  test('one that has ended is told at once', async () => {
    await say({ kind: 'ended', to: 'FAILED' });
    expect(await follow()).toMatchObject({ isLate: false, release: { state: 'FAILED' } });
    expect(heard).toEqual([1, 2]);
    expect(clock).toBe(NOON);
  });

  test('the longer nothing happens, the less it is asked; news brings it closer again', async () => {
    happens = [
      { at: NOON + 3_600_000, entry: {} },
      { at: NOON + 3_700_000, entry: { to: 'EXPIRED' } },
    ];
    await follow();
    const gaps = looks.slice(1).map((at, i) => at - (looks[i] ?? 0));
    expect(Math.max(...gaps)).toBe(15_000);
    expect(looks.filter((at) => at < 3_600_000).length).toBeLessThan(280);
    const [news = 0] = looks.filter((at) => at >= 3_600_000);
    expect(looks).toContain(news + 2_000);
  });

  test('time that is over ends it, at that moment', async () => {
    expect(await follow({ deadline: NOON + 45_500 })).toMatchObject({ isLate: true, release: { state: 'WAITING' } });
    expect(clock).toBe(NOON + 45_500);
  });

  test('there is none of that number', async () => {
    expect(await follow({ asked: { service: 'hello', number: 8 } })).toBeUndefined();
  });

  test('a ledger that is away for a moment is waited for', async () => {
    happens = [{ at: NOON + 20_000, entry: { to: 'EXPIRED' } }];
    const away = failing('ThrottlingException', NOON + 25_000);
    expect(await follow({ table: away })).toMatchObject({ release: { state: 'EXPIRED' } });
    expect(heard).toEqual([1, 2]);
  });

  test.each([
    ['stays away', 'TimeoutError', {}, 30_000],
    ['stays away when time is over', 'TimeoutError', { deadline: NOON + 10_000 }, 10_000],
    ['refuses these credentials', 'ExpiredTokenException', {}, 0],
  ])('a ledger that %s ends it', async (_what, name, over, after) => {
    await expect(follow({ table: failing(name), ...over })).rejects.toThrow(Unreachable);
    expect(clock - NOON).toBeGreaterThanOrEqual(after);
    expect(clock - NOON).toBeLessThan(after + 4_000);
  });
});
