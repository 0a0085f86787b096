import { describe, expect, it } from 'vitest';
import { judgeFreeze, judgeUnfreeze } from '#core/commands/judge-freeze.ts';
import type { Freeze } from '#core/ledger/items.ts';
import { MINUTE, NOON } from '#test/fixtures/ledger.ts';

const frozen = (over: Partial<Freeze> = {}): Freeze => ({ by: 'amy', reason: 'the fair', at: NOON - MINUTE, ...over });
const asked = { by: 'bob', reason: 'the sale', now: NOON, before: undefined, mayUnfreeze: true };
const over = { until: NOON };
const on = { until: NOON + MINUTE };

describe('a freeze', () => {
  it.each([
    [NOON - 1, false],
    [NOON, false],
    [NOON + 1, true],
  ])('until %i is possible at noon: %s', (until, isPossible) => {
    expect(judgeFreeze({ ...asked, until }).refused === undefined).toBe(isPossible);
  });

  it.each<[string, Freeze | undefined, string]>([
    ['nothing', undefined, 'hello is frozen'],
    ['one that is over', frozen({ service: 'hello', ...over }), 'hello is frozen'],
    ['another one', frozen({ service: 'hello', ...on }), "hello is frozen, in place of amy's freeze (the fair)"],
  ])('in place of %s says what it replaced', (_what, before, message) => {
    expect(judgeFreeze({ ...asked, service: 'hello', before })).toMatchObject({ effect: { message } });
  });
});

describe('a freeze by somebody who may not unfreeze', () => {
  const mayUnfreeze = false;

  it.each([
    ['ends sooner than one without an end', frozen(), NOON + MINUTE, false],
    ['ends sooner than one with an end', frozen({ until: NOON + 2 * MINUTE }), NOON + MINUTE, false],
    ['ends later', frozen(on), NOON + 2 * MINUTE, true],
    ['has no end', frozen(on), undefined, true],
    ['comes after one that is over', frozen(over), NOON + MINUTE, true],
  ])('that %s', (_what, before, until, isPossible) => {
    const judged = judgeFreeze({ ...asked, before, until, mayUnfreeze });
    expect(judged.refused === undefined).toBe(isPossible);
    if (!isPossible) expect(judged.refused).toContain('(by amy');
  });
});

describe('a thaw', () => {
  const all = [frozen(), frozen({ service: 'hello', ...on }), frozen({ stage: 'qa', ...over })];

  it('takes away what has that very name, and says what else is frozen', () => {
    expect(judgeUnfreeze({ service: 'hello', now: NOON, before: all[1], all })).toEqual({
      effect: { message: 'hello is not frozen any more; still frozen: everything (by amy)' },
    });
  });

  it.each<[string, Parameters<typeof judgeUnfreeze>[0], string]>([
    [
      'of something else',
      { service: 'hello', stage: 'qa', now: NOON, before: undefined, all },
      'hello qa is not frozen by that name; frozen: everything (by amy), hello (by amy until 2026-11-22 12:01 UTC)',
    ],
    [
      'of what is over',
      { stage: 'qa', now: NOON, before: all[2], all: [frozen({ stage: 'qa', ...over })] },
      'qa of every service is not frozen: nothing is',
    ],
  ])('%s is refused', (_what, thaw, refused) => {
    expect(judgeUnfreeze(thaw)).toEqual({ refused });
  });
});
