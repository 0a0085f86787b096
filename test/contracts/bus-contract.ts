import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Announcement, Bus } from '#core/ports/bus.ts';
import { promise, until } from './endpoint.ts';

export interface BusWorld {
  bus: Bus;
  /** What has reached whoever follows. */
  heard(): Promise<Announcement[]>;
  /** A bus that cannot be reached. */
  away: Bus;
  close(): Promise<void>;
}

const MB = 1024 * 1024;

/** Whoever announces learns of each announcement whether it is said, never will be, or may be later. */
export function describeBusContract(name: string, makeWorld: () => Promise<BusWorld>): void {
  describe(`bus, ${name}`, () => {
    let world: BusWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    afterAll(() => world.close());

    const said = (type: string, text: string): Announcement => ({
      type,
      at: Date.UTC(2026, 10, 22, 12),
      detail: { text },
    });
    const heard = (type: string, count: number) =>
      until(
        async () => (await world.heard()).filter((one) => one.type === type),
        (all) => all.length === count,
      );

    promise('say what is announced as it was given, in any script', async () => {
      const one = said('words', 'zurück, 戻して, 🚀 "now"');
      expect(await world.bus.publish([one])).toEqual([{ kind: 'taken' }]);
      expect(await heard('words', 1)).toEqual([one]);
    });

    promise('take more at once than fits into one request', async () => {
      const many = Array.from({ length: 23 }, (_, i) => said('many', String(i)));
      expect(await world.bus.publish(many)).toEqual(many.map(() => ({ kind: 'taken' })));
      const texts = (await heard('many', 23)).map(({ detail }) => (detail as { text: string }).text);
      expect(texts.sort()).toEqual(many.map((_, i) => String(i)).sort());
    });

    promise('take more bytes at once than fit into one request', async () => {
      const large = ['a', 'b', 'c'].map((letter) => said('large', letter.repeat(0.4 * MB)));
      expect(await world.bus.publish(large)).toEqual(large.map(() => ({ kind: 'taken' })));
      await heard('large', 3);
    });

    promise('refuse for good what is too large, and take what is announced with it', async () => {
      const all = [said('near', 'before'), said('near', 'x'.repeat(MB + 1)), said('near', 'after')];
      const published = await world.bus.publish(all);
      expect(published.map(({ kind }) => kind)).toEqual(['taken', 'refused', 'taken']);
      expect(published[1]).toMatchObject({ why: expect.stringMatching(/\w/) });
      await heard('near', 2);
    });

    promise('leave for later what could not be said because nobody answers', async () => {
      const published = await world.away.publish([said('away', '1'), said('away', '2')]);
      expect(published.map(({ kind }) => kind)).toEqual(['later', 'later']);
    });

    promise('say nothing of nothing', async () => {
      expect(await world.bus.publish([])).toEqual([]);
    });
  });
}
