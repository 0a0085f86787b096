import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTyped, type Typed } from '#core/commands/parse-typed.ts';
import { NOON } from '#test/fixtures/ledger.ts';
import { holds } from '#test/properties/holds.ts';

const HOUR = 3_600_000;
const order = (command: object, reason: string): Typed => ({ kind: 'order', command, reason }) as Typed;

describe('what a person types behind /bakewatch', () => {
  it.each<[string, Typed]>([
    ['', { kind: 'help' }],
    ['  HELP ', { kind: 'help' }],
    ['status', { kind: 'status' }],
    ['Status  hello', { kind: 'status', service: 'hello' }],
    ['why hello#7', { kind: 'why', asked: 'hello#7' }],
    ["why 'hello#7'", { kind: 'why', asked: 'hello#7' }],
    ['why “1A2B3C4”', { kind: 'why', asked: '1A2B3C4' }],
    ['freeze everything the fair', order({ kind: 'freeze' }, 'the fair')],
    ['freeze hello the  fair', order({ kind: 'freeze', service: 'hello' }, 'the fair')],
    [
      'freeze hello/production for 2h the fair',
      order({ kind: 'freeze', service: 'hello', stage: 'production', until: NOON + 2 * HOUR }, 'the fair'),
    ],
    ['unfreeze hello/production over', order({ kind: 'unfreeze', service: 'hello', stage: 'production' }, 'over')],
    ['unfreeze everything over', order({ kind: 'unfreeze' }, 'over')],
  ])('%j is understood', (text, typed) => {
    expect(parseTyped(text, NOON)).toEqual(typed);
  });

  it.each([
    ['deploy hello', 'there is no command "deploy"'],
    ['status Hello!', '"Hello!" is no name of a service'],
    ['status a b', 'status takes one service, and "b" is more than that'],
    ['why', 'why takes a release or a commit, and there is none'],
    ['why xyz', '"xyz" is neither a release'],
    ['freeze', 'freeze takes what is meant'],
    ['freeze hello', 'a freeze needs a reason'],
    ['freeze hello for 2h', 'a freeze needs a reason'],
    ['freeze hello for two hours', '"two" behind "for" is no duration, which is written 30m, 2h or 7d'],
    ['freeze hello for', '"" behind "for" is no duration'],
    ['freeze hello/production/eu why', '"hello/production/eu" is neither everything, nor a service'],
    ['freeze hello/ why', '"hello/" is neither everything'],
    ['unfreeze hello', 'to unfreeze needs a reason'],
  ])('%j is not, and what of it is named', (text, said) => {
    expect(parseTyped(text, NOON)).toMatchObject({ kind: 'help', notUnderstood: expect.stringContaining(said) });
  });

  it('is never understood as a freeze of more than was named', () => {
    holds(
      fc.array(
        fc.oneof(fc.constantFrom('freeze', 'everything', 'hello', 'hello/production', 'for', '2h', '/'), fc.string()),
      ),
      (words) => {
        const typed = parseTyped(words.join(' '), NOON);
        if (typed.kind !== 'order' || typed.command.service !== undefined) return true;
        return words.join(' ').trim().split(/\s+/u)[1]?.toLowerCase() === 'everything';
      },
    );
  });
});
