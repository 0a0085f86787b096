import { describe, expect, it } from 'vitest';
import { type EmergencyFacts, emergencyOffer } from '#core/commands/emergency-offer.ts';
import { parseOrder } from '#core/commands/parse-order.ts';
import type { Run } from '#core/ledger/items.ts';
import type { Release } from '#core/release/release.ts';
import { aRelease, digest, NOON } from '#test/fixtures/ledger.ts';

const shut = [{ kind: 'window', reason: 'it is night' }] as const;
const offer = (release: Partial<Release>, run: Partial<Run> = {}, config: EmergencyFacts['config'] = {}) =>
  emergencyOffer({
    release: aRelease({ stage: 'production', digest: digest('7'), ...release }),
    run: { release: 'hello#7', stage: 'production', arrivedAt: NOON, ...run },
    config,
    now: NOON,
  });

describe('letting a release pass from the page', () => {
  it.each<[string, Parameters<typeof offer>]>([
    ['bakes', [{ state: 'BAKING' }, { enteredAt: NOON }]],
    ['waits for its window', [{ state: 'WAITING' }, { blockers: [...shut] }]],
    [
      'waits for approvals',
      [{ state: 'WAITING' }, { blockers: [{ kind: 'approval', given: [], needed: 1, until: NOON }] }],
    ],
  ])('is offered where it %s', (_what, asked) => {
    const found = offer(...asked);
    expect(found?.command).toEqual({ kind: 'emergency', release: 'hello#7' });
    const order = { id: '1', by: { via: 'cli', id: 'amy' }, reason: 'r', command: found?.command, seen: found?.seen };
    expect(parseOrder(order)).toHaveProperty('order');
  });

  it.each<[string, Parameters<typeof offer>]>([
    ['is held', [{ state: 'WAITING' }, { blockers: [{ kind: 'held', reason: 'bad', since: NOON }] }]],
    ['has passed the window', [{ state: 'WAITING' }, { enteredAt: NOON, blockers: [...shut] }]],
    ['is being built', [{ state: 'BUILDING' }]],
    ['is being turned around', [{ state: 'ROLLING_BACK' }]],
    ['is one already', [{ state: 'BAKING', emergency: { by: 'amy', reason: 'r', at: NOON, isInForce: true } }]],
    ['has ended', [{ state: 'SUCCEEDED' }]],
  ])('is not offered where it %s: nothing would pass', (_what, asked) => {
    expect(offer(...asked)).toBeUndefined();
  });

  it('says whether a second person is needed', () => {
    expect(offer({ state: 'BAKING' })?.confirm.text).toContain('second person');
    expect(offer({ state: 'BAKING' }, {}, { emergencyNeeds: 1 })?.confirm.text).not.toContain('second person');
    const asked = { by: 'amy', reason: 'r', at: NOON, isInForce: false };
    expect(offer({ state: 'BAKING', emergency: asked })?.confirm.text).not.toContain('second person');
  });
});
