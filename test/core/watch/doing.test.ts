import { describe, expect, test } from 'vitest';
import { allMissing } from '#core/checks/open-checks.ts';
import type { Run } from '#core/ledger/items.ts';
import type { BakeRule } from '#core/plan/plan.ts';
import type { Release } from '#core/release/release.ts';
import { type DoingFacts, doing } from '#core/watch/doing.ts';
import { anEnvironment, aRelease, MINUTE, NOON } from '#test/fixtures/ledger.ts';

const run = (over: Partial<Run> = {}): Run => ({
  release: 'hello#7',
  stage: 'production',
  arrivedAt: NOON - 2 * MINUTE,
  enteredAt: NOON - MINUTE,
  ...over,
});
const bake = { forMs: 10 * MINUTE } as BakeRule;
const baking = run({ bakeStartedAt: NOON });
const frozen = (until: number): Run =>
  run({
    blockers: [{ kind: 'frozen', what: 'everything', by: 'bob', reason: 'a fair', since: NOON - MINUTE, until }],
    recheckAt: until,
  });

describe('what a release does now', () => {
  const cases: [string, Partial<Release>, DoingFacts, RegExp, number | undefined][] = [
    ['before its first stage', { state: 'BUILDING', reason: 'builds it' }, {}, /^builds it$/, undefined],
    [
      'it waits for its checks',
      {
        state: 'CHECKING',
        reason: 'waits for its checks: build is running',
        checks: allMissing(['build'], NOON, MINUTE),
      },
      {},
      /^waits for its checks: build is running$/,
      NOON + MINUTE,
    ],
    ['on its way to the next', { stage: 'production', reason: 'goes on' }, {}, /^goes on$/, undefined],
    ['it bakes', { state: 'BAKING' }, { run: baking, bake }, /^bakes in production until .* 12:10/, NOON + 10 * MINUTE],
    [
      'it bakes longer than planned',
      { state: 'BAKING' },
      { run: run({ bakeStartedAt: NOON - 20 * MINUTE }), bake },
      /longer than planned/,
      undefined,
    ],
    [
      'it is turned around in its bake',
      { state: 'ROLLING_BACK' },
      { run: { ...baking, rollback: { reason: 'errors', at: NOON } }, bake },
      /taken out of production again .*errors/,
      undefined,
    ],
    [
      'it waits for a freeze to be over',
      { state: 'WAITING' },
      { run: frozen(NOON + 60 * MINUTE), environment: anEnvironment() },
      /^waits for production: bob froze everything/,
      NOON + 60 * MINUTE,
    ],
    [
      'what it waited for is over, and it has not looked yet',
      { state: 'WAITING' },
      { run: frozen(NOON - 1) },
      /nothing is known to be in its way/,
      undefined,
    ],
  ];
  test.each(cases)('%s', (_what, release, facts, sentence, until) => {
    const said = doing(aRelease({ stage: 'production', ...release }), facts, NOON);
    expect(said.sentence).toMatch(sentence);
    expect(said.until).toBe(until);
  });
});
