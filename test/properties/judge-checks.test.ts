import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeChecks, type SeenChecks } from '#core/checks/judge-checks.ts';
import type { ShownCheck } from '#core/ports/checks.ts';
import { NOON } from '#test/fixtures/ledger.ts';
import { text } from './given/texts.ts';
import { holds, must, reached } from './holds.ts';

const NAMES = ['build', 'lint', 'ci/circleci: test', '__proto__'] as const;
const GREEN = ['success', 'neutral', 'skipped'];
const STATES = [
  ...GREEN,
  'success',
  'success',
  'pending',
  'queued',
  'in_progress',
  'failure',
  'cancelled',
  'stale',
] as const;

const aCheck: fc.Arbitrary<ShownCheck> = fc
  .record({
    kind: fc.constantFrom('status' as const, 'run' as const),
    name: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, text),
    app: fc.constantFrom('', 'actions', 'other'),
    order: fc.nat(20),
    state: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...STATES) }, text),
  })
  .map((check) => (check.kind === 'status' ? { ...check, app: '' } : check));

const seen: fc.Arbitrary<SeenChecks> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ shown: fc.uniqueArray(aCheck, { maxLength: 8, selector: ({ order }) => order }) }),
  },
  fc.record({ unreadable: text }),
);
const asked = fc.record({
  require: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }),
  seen,
  since: fc.constant(NOON),
  until: fc.constant(NOON + 3_600_000),
  now: fc.integer({ min: NOON, max: NOON + 7_200_000 }),
});

/** The same, said another way: for each name and reporter, what came last. */
const isGreen = (name: string, shown: ShownCheck[]): boolean => {
  const own = shown.filter((check) => check.name === name);
  const last = own.filter(
    (check) => !own.some((other) => other.kind === check.kind && other.app === check.app && other.order > check.order),
  );
  return last.length > 0 && last.every(({ state }) => GREEN.includes(state));
};

describe('the checks of a commit', () => {
  it('never pass while one that is required is missing, red, running or not known', () => {
    const kinds = reached('passed', 'waiting', 'expired');
    holds(asked, (given) => {
      const verdict = judgeChecks(given);
      kinds.note(verdict.kind);
      const shown = 'shown' in given.seen ? given.seen.shown : undefined;
      const isAll = shown !== undefined && given.require.every((name) => isGreen(name, shown));
      must((verdict.kind === 'passed') === isAll, `${verdict.kind}: ${verdict.sentence}`);
      if (verdict.kind === 'passed') return true;
      must(shown === undefined || verdict.checks.open.length > 0, 'waits for nothing');
      must((verdict.kind === 'expired') === given.now >= given.until, `${verdict.kind} at the wrong time`);
      return verdict.checks.open.every(({ name }) => (given.require as string[]).includes(name));
    });
    expect(kinds.rare()).toEqual([]);
  });

  it('do not depend on the order in which they are shown, nor on what nobody requires', () => {
    holds(asked, (given) => {
      if (!('shown' in given.seen)) return true;
      const shown = given.seen.shown.toReversed().filter(({ name }) => (given.require as string[]).includes(name));
      return judgeChecks({ ...given, seen: { shown } }).kind === judgeChecks(given).kind;
    });
  });

  it('are told in a sentence of bounded length, whatever stands in them', () => {
    holds(fc.tuple(asked, text), ([given, why]) => {
      const { sentence } = judgeChecks({ ...given, seen: { unreadable: why.repeat(50) } });
      return sentence.length < 3_000;
    });
  });
});
