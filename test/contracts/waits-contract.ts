import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { waitPartition } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { lookOrPark } from '#functions/steps/look-or-park.ts';
import { WOKEN, wake } from '#functions/steps/wake.ts';
import { withSurprise } from '#test/fixtures/faults.ts';
import { promise } from './endpoint.ts';

export interface WaitsWorld {
  table: Table;
  tokens: Tokens;
  now: () => number;
  /** The token of a task that begins to wait now. */
  issue(): Promise<string>;
  /** The task that waits for it times out. */
  timeOut(token: string): Promise<void>;
  /** What the task went on with; undefined when it waits still or timed out. */
  answerOf(token: string): Promise<unknown>;
  close(): Promise<void>;
}

/** The one shape of every wait (design section 5), over tokens and table together. */
export function describeWaitsContract(name: string, makeWorld: () => Promise<WaitsWorld>): void {
  describe(`waits, ${name}`, () => {
    let world: WaitsWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    afterAll(() => world.close());

    const parking = (token: string, attempt = '2026-11-22T08:00:00.000Z#0') => {
      const key = `test:${randomUUID()}`;
      return { release: 'hello#1', what: 'production/bake', wakeKeys: [key], token, attempt };
    };
    const never = async () => ({ settled: undefined });
    const parked = async (key = '') => (await world.table.list(waitPartition(key))).map((wait) => wait['token']);

    promise('answers a token once', async () => {
      const token = await world.issue();
      expect(await world.tokens.answer(token, { first: true })).toBe('answered');
      expect(await world.tokens.answer(token, { first: false })).toBe('gone');
      expect(await world.answerOf(token)).toEqual({ first: true });
    });

    promise('calls an unknown token gone, and a timed-out one (E13)', async () => {
      expect(await world.tokens.answer('never-issued', {})).toBe('gone');
      const token = await world.issue();
      await world.timeOut(token);
      expect(await world.tokens.answer(token, {})).toBe('gone');
      expect(await world.answerOf(token)).toBeUndefined();
    });

    promise('answers at once, and parks nothing, when the world is settled already', async () => {
      const token = await world.issue();
      const wait = parking(token);
      await lookOrPark(world, wait, async () => ({ settled: { status: 'settled' } }));
      expect(await world.answerOf(token)).toEqual({ status: 'settled' });
      expect(await parked(wait.wakeKeys[0])).toEqual([]);
    });

    promise('parks, and is woken by any of its keys', async () => {
      const token = await world.issue();
      const wait = { ...parking(token), wakeKeys: [`test:${randomUUID()}`, `test:${randomUUID()}`] };
      await lookOrPark(world, wait, never);
      expect(await world.answerOf(token)).toBeUndefined();
      expect(await wake(world, wait.wakeKeys.slice(1))).toBe(1);
      expect(await world.answerOf(token)).toEqual(WOKEN);
    });

    promise('does not lose what happens between the first look and parking (E12)', async () => {
      const token = await world.issue();
      const wait = parking(token);
      let happened = false;
      await lookOrPark(world, wait, async () => {
        const settled = happened ? { status: 'settled' } : undefined;
        if (!happened) await wake(world, wait.wakeKeys);
        happened = true;
        return { settled };
      });
      expect(await world.answerOf(token)).toEqual({ status: 'settled' });
    });

    promise('comes back after a time-out to a single look, which follows the parking', async () => {
      const [before, token] = [await world.issue(), await world.issue()];
      const wait = { ...parking(before), wakeKeys: [`test:${randomUUID()}`, `test:${randomUUID()}`] };
      await lookOrPark(world, wait, never);
      const seen: unknown[] = [];
      await lookOrPark(world, { ...wait, token, attempt: '2026-11-22T08:00:30.000Z#0' }, async () => {
        seen.push(...(await Promise.all(wait.wakeKeys.map(parked))));
        return { settled: { status: 'settled' } };
      });
      expect(seen).toEqual([[token], [token]]);
      expect(await world.answerOf(token)).toEqual({ status: 'settled' });
    });

    promise('looks before it parks where one of its keys has woken it', async () => {
      const [before, token] = [await world.issue(), await world.issue()];
      const wait = { ...parking(before), wakeKeys: [`test:${randomUUID()}`, `test:${randomUUID()}`] };
      await lookOrPark(world, wait, never);
      await wake(world, wait.wakeKeys.slice(1));
      await lookOrPark(world, { ...wait, token, attempt: '2026-11-22T08:00:30.000Z#0' }, async () => ({
        settled: true,
      }));
      expect(await world.answerOf(token)).toBe(true);
      expect(await parked(wait.wakeKeys[1])).toEqual([]);
    });

    promise('keeps the newer attempt when an older one comes back late', async () => {
      const [older, newer] = [await world.issue(), await world.issue()];
      const late = parking(older, '2026-11-22T08:00:00.000Z#0');
      const current = { ...late, token: newer, attempt: '2026-11-22T08:00:30.000Z#0' };
      await lookOrPark(world, current, never);
      await lookOrPark(world, late, never);
      expect(await parked(late.wakeKeys[0])).toEqual([newer]);
    });

    promise('replaces an older attempt, also a retry of the same state by its number', async () => {
      const tokens = [await world.issue(), await world.issue(), await world.issue()];
      const first = parking(tokens[0] ?? '', '2026-11-22T08:00:00.000Z#9');
      const retry = { ...first, token: tokens[1] ?? '', attempt: '2026-11-22T08:00:00.000Z#10' };
      const next = { ...first, token: tokens[2] ?? '', attempt: '2026-11-22T08:00:30.000Z#0' };
      for (const wait of [first, retry]) await lookOrPark(world, wait, never);
      expect(await parked(first.wakeKeys[0])).toEqual([tokens[1]]);
      await lookOrPark(world, next, never);
      expect(await parked(first.wakeKeys[0])).toEqual([tokens[2]]);
    });

    promise('takes it lightly to be woken twice, at the same time, or when nobody waits', async () => {
      const token = await world.issue();
      const wait = parking(token);
      await lookOrPark(world, wait, never);
      const woken = await Promise.all([wake(world, wait.wakeKeys), wake(world, wait.wakeKeys)]);
      expect(woken[0] + woken[1]).toBe(1);
      expect(await wake(world, wait.wakeKeys)).toBe(0);
      expect(await world.answerOf(token)).toEqual(WOKEN);
      expect(await parked(wait.wakeKeys[0])).toEqual([]);
    });

    promise('wakes whoever parked anew although an older wake is still under way', async () => {
      const [older, newer] = [await world.issue(), await world.issue()];
      const wait = parking(older);
      await lookOrPark(world, wait, never);
      const next = { ...wait, token: newer, attempt: '2026-11-22T08:01:00.000Z#0' };
      // The state machine comes back and parks again between the answer and the removal of the old wait.
      const tokens = withSurprise(world.tokens, 'answer', { after: () => lookOrPark(world, next, never) });
      expect(await wake({ ...world, tokens }, wait.wakeKeys)).toBe(1);
      expect(await parked(wait.wakeKeys[0])).toEqual([newer]);
      expect(await wake(world, wait.wakeKeys)).toBe(1);
      expect(await world.answerOf(newer)).toEqual(WOKEN);
    });
  });
}
