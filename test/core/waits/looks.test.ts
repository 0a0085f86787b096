import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { FIRST_LOOK_SECONDS, firstLook, type Look, nextLook, WIDEST_GAP_SECONDS } from '#core/waits/looks.ts';
import { statesOf } from '#test/statemachines/states.ts';

const WEEK = 7 * 86_400;
const YEAR = 31_536_000;

/** Every look of a wait that lasts `seconds` and is never woken. */
function looksWithin(seconds: number, first: number, atMost: number): Look[] {
  const looks = [firstLook(first)];
  for (;;) {
    const last = looks.at(-1) ?? firstLook(first);
    if (last.waited + last.after > seconds) return looks;
    looks.push(nextLook(last, atMost));
  }
}

describe('the looks of a wait', () => {
  it('come after 30 s, then twice as far apart each time, up to five minutes', () => {
    const gaps = looksWithin(1_500, FIRST_LOOK_SECONDS, YEAR).map((look) => look.after);
    expect(gaps).toEqual([30, 60, 120, 240, 300, 300, 300, 300]);
  });

  it('are never farther apart than five minutes or 5 % of the time waited, nor than the stage allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: YEAR }), (first, atMost) => {
        for (const look of looksWithin(WEEK / 7, Math.min(first, atMost), Math.max(atMost, 20)).slice(1)) {
          expect(look.after).toBeLessThanOrEqual(Math.max(WIDEST_GAP_SECONDS, look.waited * 0.05));
          expect(look.after).toBeLessThanOrEqual(Math.max(atMost, 20, look.waited * 0.05));
          expect(look.after).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are few in a week, and about as many more in each week after that doubles it', () => {
    const count = (weeks: number): number => looksWithin(weeks * WEEK, FIRST_LOOK_SECONDS, YEAR).length;
    expect(count(1)).toBeLessThan(130);
    expect(count(2) - count(1)).toBeLessThan(17);
    expect(count(4) - count(2)).toBeLessThan(17);
  });
});

describe('the looks that a stage wants closer', () => {
  it('are as close as it says, as long as that is more than 5 % of the time waited', () => {
    const gaps = looksWithin(40, 2, 2).map((look) => look.after);
    expect(new Set(gaps)).toEqual(new Set([2]));
  });

  it.each([1, 2, 5])('are few in a week at a hold: %i s do not fill the history of the execution (S21)', (every) => {
    expect(looksWithin(WEEK, every, every).length).toBeLessThan(300);
  });
});

describe('the state machine', () => {
  const text = readFileSync(new URL('../../../statemachines/release.asl.json', import.meta.url), 'utf8');
  const waits = statesOf(JSON.parse(text)).flatMap(({ name, state }) => {
    const timeout = state.Catch?.find((c) => c.ErrorEquals.includes('States.Timeout'));
    return typeof timeout?.Output === 'string' && timeout.Next === name ? [{ name, expression: timeout.Output }] : [];
  });

  it('has a next look in each of its waits', () => {
    expect(waits.map((wait) => wait.name).sort()).toEqual([
      'Await checks',
      'Await deployment',
      'Await rollback',
      'Bake',
      'Enter stage',
    ]);
  });

  it.each(waits)('computes the next look of "$name" as core does', async ({ expression }) => {
    const compiled = jsonata(expression.replace(/^\{%|%\}$/g, ''));
    for (const atMost of [2, 20, 45, YEAR]) {
      for (const look of looksWithin(WEEK, Math.min(FIRST_LOOK_SECONDS, atMost), atMost)
        .filter((_, i) => i % 7 === 0)
        .slice(0, 40)) {
        const stage = { looks: { first: 30, atMost } };
        const bindings = {
          states: { input: { look, stage, target: { name: 'hello' }, due: 5 } },
          stage,
          plan: { checks: stage },
        };
        const next = await compiled.evaluate({}, bindings);
        expect(next.look).toEqual(nextLook(look, atMost));
      }
    }
  });
});
