import { describe, expect, it } from 'vitest';
import { freezeOffer } from '#core/commands/freeze-offer.ts';
import { judgeFreeze, judgeUnfreeze } from '#core/commands/judge-freeze.ts';
import { parseOrder } from '#core/commands/parse-order.ts';
import type { Freeze } from '#core/ledger/items.ts';
import { MINUTE, NOON } from '#test/fixtures/ledger.ts';

const LONGEST = 'x'.repeat(31);
const freeze = (over: Partial<Freeze> = {}): Freeze => ({ by: 'amy', reason: 'the fair', at: NOON, ...over });
const offer = (scope: { service?: string; stage?: string }, ...freezes: Freeze[]) => freezeOffer(scope, freezes, NOON);

describe('freezing from the page', () => {
  it.each([
    ['everything', 'everything', {}],
    ['hello', 'hello', { service: 'hello' }],
    ['hello production', 'production', { service: 'hello', stage: 'production' }],
    ['production of every service', 'production of every service', { stage: 'production' }],
  ])('offers to freeze %s, and to unfreeze exactly that', (what, name, scope) => {
    expect(offer(scope)).toMatchObject({
      command: { kind: 'freeze', ...scope },
      label: `Freeze ${name}`,
      confirm: { title: `Freeze ${what}?` },
    });
    expect(offer(scope, freeze(scope))).toMatchObject({
      command: { kind: 'unfreeze', ...scope },
      label: `Unfreeze ${name}`,
      confirm: { title: `Unfreeze ${what}?` },
    });
  });

  it('does not take another freeze for its own, nor one that is over', () => {
    const scope = { service: 'hello', stage: 'production' };
    expect(offer(scope, freeze({ service: 'hello' }), freeze()).command.kind).toBe('freeze');
    expect(offer(scope, freeze({ ...scope, until: NOON })).command.kind).toBe('freeze');
    expect(offer(scope, freeze({ ...scope, until: NOON + 1 })).command.kind).toBe('unfreeze');
  });

  it('is an order that is understood, and that its judge accepts', () => {
    const scope = { service: LONGEST, stage: LONGEST };
    const before = freeze({ ...scope, until: NOON + MINUTE });
    for (const { command, confirm } of [offer(scope), offer(scope, before)]) {
      expect(parseOrder({ id: '1', by: { via: 'cli', id: 'amy' }, reason: 'r', command })).toHaveProperty('order');
      expect(confirm.title.length).toBeLessThanOrEqual(100);
      expect(confirm.text.length).toBeLessThanOrEqual(300);
    }
    const asked = { ...scope, by: 'amy', reason: 'r', now: NOON };
    expect(judgeFreeze({ ...asked, before: undefined, mayUnfreeze: false }).refused).toBeUndefined();
    expect(judgeUnfreeze({ ...asked, before, all: [before] }).refused).toBeUndefined();
  });
});
