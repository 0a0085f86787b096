import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openings } from '#core/windows/openings.ts';
import { mayBegin, openingAt, windowStanding } from '#core/windows/standing.ts';
import type { WindowRule } from '#core/windows/window-rule.ts';
import { allow, deny } from './rule.ts';

const HOUR = 3_600_000;
const RUNS = { numRuns: 10_000 };
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'daily', 'mon-fri', 'fri-mon', 'sat,sun', 'tue,thu'];

const two = (n: number): string => String(n).padStart(2, '0');
const time = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

const aZone = fc.constantFrom(
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Casablanca'],
  ...['Pacific/Chatham', 'Antarctica/Troll', 'America/St_Johns', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'],
);

const aDayRange = fc
  .tuple(fc.constantFrom(...DAYS), fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_440 }))
  .filter(([, from, to]) => from !== to)
  .map(([days, from, to]) => ({ when: `${days} ${time(from)}-${time(to)}`, length: undefined }));

const aCron = fc.record({
  when: fc.constantFrom('0 22 24 12 *', '30 2 * * *', '*/15 1-3 * * *', '0 9 * * mon-fri', '0 0 L * *', '15 4 1 */2 *'),
  length: fc.constantFrom('10m', '3h', '36h', '7d', '30d'),
});

const aRuleOf = (effect: typeof allow): fc.Arbitrary<WindowRule> =>
  fc
    .tuple(fc.oneof({ weight: 7, arbitrary: aDayRange }, { weight: 1, arbitrary: aCron }), aZone)
    .map(([{ when, length }, zone]) => effect(when, zone, length));

const someRules = fc
  .tuple(fc.array(aRuleOf(deny), { maxLength: 2 }), fc.array(aRuleOf(allow), { maxLength: 2 }))
  .map((rules) => rules.flat());

const anInstant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2035, 11, 31) });

describe('the laws of windows', () => {
  it('are open when some allow holds, or there is none, and no deny does: deny wins', () => {
    fc.assert(
      fc.property(someRules, anInstant, (rules, now) => {
        const holds = (rule: WindowRule): boolean =>
          openings([{ ...rule, effect: 'allow' }], { from: now, to: now + 1 }).length > 0;
        const allows = rules.filter(({ effect }) => effect === 'allow');
        const isDenied = rules.some((rule) => rule.effect === 'deny' && holds(rule));
        expect(windowStanding(rules, now).open).toBe(!isDenied && (allows.length === 0 || allows.some(holds)));
      }),
      RUNS,
    );
  });

  it('turn at the very millisecond that the standing names, and not before', () => {
    fc.assert(
      fc.property(someRules, anInstant, (rules, now) => {
        const standing = windowStanding(rules, now);
        const turn = standing.open ? standing.closesAt : standing.opensAt;
        if (turn === undefined) return;
        const from = Math.max(now, turn - 100 * HOUR);
        const open = openings(rules, { from, to: turn + 1 });
        expect(open).toEqual(standing.open ? [{ from, to: turn }] : [{ from: turn, to: turn + 1 }]);
      }),
      RUNS,
    );
  });

  it('never open by another deny, nor depend on the order of the rules or on one that is there twice', () => {
    fc.assert(
      fc.property(someRules, aRuleOf(deny), anInstant, (rules, more, now) => {
        const span = { from: now, to: now + 48 * HOUR };
        const before = openings(rules, span);
        const after = openings([...rules, more], span);
        for (const { from, to } of after) expect(before.some((each) => each.from <= from && to <= each.to)).toBe(true);
        expect(openings([more, ...rules.toReversed(), more], span)).toEqual(after);
      }),
      RUNS,
    );
  });

  it('let begin only what ends inside of the opening, or finds none long enough (M06)', () => {
    fc.assert(
      fc.property(someRules, anInstant, fc.integer({ min: 0, max: 40 * HOUR }), (rules, now, neededMs) => {
        const answer = mayBegin(rules, now, neededMs);
        if (answer.may) {
          const { from, to } = openingAt(rules, now) ?? { from: now, to: now };
          expect(to === undefined || to - now >= neededMs || (from !== undefined && to - from < neededMs)).toBe(true);
        } else if (answer.opensAt !== undefined) {
          expect(mayBegin(rules, answer.opensAt, neededMs)).toEqual({ may: true });
          expect(mayBegin(rules, answer.opensAt - 1, neededMs).may).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
