import { expect, it } from 'vitest';
import { parseOrder } from '#core/commands/parse-order.ts';
import { must } from '../holds.ts';
import type { Chance } from './chance.ts';
import { fuzz, shareOf } from './fuzz.ts';
import { mutateTree } from './mutate-tree.ts';

const hello = { service: 'hello', stage: 'production' };
const order = (command: object, by: object = { via: 'cli', id: 'amy' }): object => ({
  id: 'one-1',
  by,
  reason: 'it is slow',
  command,
  seen: { digest: `sha256:${'a'.repeat(64)}`, state: 'BAKING', holdSince: 1, current: 5 },
});

const ORDERS: readonly [object, ...object[]] = [
  order({ kind: 'deploy', service: 'hello', sha: 'ab12'.repeat(10) }),
  order({ kind: 'approve', release: 'hello#7', stage: 'production' }),
  order({ kind: 'cancel', release: 'hello#7' }, { via: 'slack', id: 'T012345/U012345' }),
  order({ kind: 'rollback', ...hello, to: 5, despiteMigration: true }),
  order({ kind: 'resume', ...hello }, { via: 'github', id: 'amy' }),
  order({ kind: 'adopt', ...hello, revisions: ['hello:7', 'hello:8'] }),
  order({ kind: 'freeze', until: 1_800_000_000_000 }),
  order({ kind: 'unfreeze', ...hello }),
  order({ kind: 'emergency', release: 'hello#7' }),
  order({ kind: 'pardon', service: 'hello', sha: 'abcdef1' }),
];

const anOrder = (chance: Chance): unknown =>
  chance.often(0.05) ? chance.one(ORDERS) : mutateTree(chance.one(ORDERS), chance);

/** What people are shown as it came: no control character, no half of one, nothing that turns the writing round. */
const isPlain = (said: string): boolean => !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(said);

function checkOrder(input: unknown): string {
  const parsed = parseOrder(input);
  if ('order' in parsed) {
    const again = parseOrder(JSON.parse(JSON.stringify(parsed.order)));
    must(JSON.stringify(again) === JSON.stringify(parsed), 'another order when it is sent again');
    must(isPlain(JSON.stringify(parsed.order)), 'an order with what cannot be seen');
    must(JSON.stringify(parsed.order).length < 12_000, 'an order that is too long to be kept');
    return 'order';
  }
  must(parsed.mistakes.length > 0 && parsed.mistakes.length <= 50, `${parsed.mistakes.length} mistakes`);
  for (const mistake of parsed.mistakes)
    must(mistake.length > 0 && !/undefined|\[object/.test(mistake), `for programmers: ${mistake}`);
  return 'refused';
}

it('an order of a person is one of those that there are, the same when it is sent again, or mistakes in sentences (J05, J06)', () => {
  const outcomes = fuzz({ make: anOrder, check: checkOrder, show: (input) => JSON.stringify(input) });
  expect(shareOf(outcomes, 'order')).toBeGreaterThan(0.05);
  expect(shareOf(outcomes, 'refused')).toBeGreaterThan(0.5);
}, 300_000);
