import { describe, expect, it } from 'vitest';
import { lookAgainAt } from '#core/waits/sooner.ts';
import { NOON } from '#test/fixtures/ledger.ts';

const inSeconds = (seconds: number, lookAfter: number) => lookAgainAt(NOON + seconds * 1_000, lookAfter, NOON);

describe('a look that comes sooner', () => {
  it('comes when something is known to change well before the next one', () => {
    expect(inSeconds(40, 300)).toEqual({ status: 'again', lookAfter: 40 });
    expect(inSeconds(40.2, 300)).toEqual({ status: 'again', lookAfter: 41 });
  });

  it('is not worth it for a known change that is after the next look, or hardly before it, or unknown', () => {
    expect(inSeconds(300, 300)).toBeUndefined();
    expect(inSeconds(400, 300)).toBeUndefined();
    expect(inSeconds(280, 300)).toBeUndefined();
    expect(inSeconds(28.5, 30)).toBeUndefined();
    expect(lookAgainAt(undefined, 300, NOON)).toBeUndefined();
  });

  it('never sends the machine round and round: the look that it asked for is soon enough', () => {
    for (let ms = -5_000; ms < 900_000; ms += 777) {
      const again = lookAgainAt(NOON + ms, 1_000_000, NOON);
      expect(again?.lookAfter).toBeGreaterThanOrEqual(1);
      if (ms > 0) expect(lookAgainAt(NOON + ms, again?.lookAfter ?? 0, NOON)).toBeUndefined();
    }
  });
});
