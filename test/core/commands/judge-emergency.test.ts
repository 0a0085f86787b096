import { describe, expect, it } from 'vitest';
import { type EmergencyAsked, judgeEmergency } from '#core/commands/judge-emergency.ts';
import { type Emergency, TERMINAL } from '#core/release/release.ts';
import { aCurrent, aRelease, NOON } from '#test/fixtures/ledger.ts';

const first: Emergency = { by: 'amy', reason: 'it burns', at: NOON, isInForce: false };
const judge = ({ release = {}, ...over }: Partial<Omit<EmergencyAsked, 'release'>> & { release?: object } = {}) =>
  judgeEmergency({
    release: aRelease({ state: 'WAITING', ...release }),
    config: {},
    by: 'bob',
    reason: 'I see it too',
    now: NOON,
    ...over,
  });
const isInForce = (judged: ReturnType<typeof judge>) => judged.refused ?? judged.effect.emergency.isInForce;

describe('an emergency (J12)', () => {
  it.each<[string, Parameters<typeof judge>[0], boolean]>([
    ['one person', {}, false],
    ['one person, where one is enough', { config: { emergencyNeeds: 1 } }, true],
    ['two persons', { release: { emergency: first } }, true],
    [
      'one who asked before it was enough',
      { release: { emergency: first }, by: 'amy', config: { emergencyNeeds: 1 } },
      true,
    ],
    [
      'two, of whom the first may not any more',
      { release: { emergency: first }, config: { may: { emergency: ['bob'] } } },
      false,
    ],
  ])('asked for by %s', (_who, asked, expected) => {
    expect(isInForce(judge(asked))).toBe(expected);
  });

  it('is said loudly, whoever says it', () => {
    for (const asked of [{}, { config: { emergencyNeeds: 1 } }, { release: { emergency: first } }]) {
      const { effect } = judge(asked) as Extract<ReturnType<typeof judge>, { effect: unknown }>;
      expect(effect.sentence).toMatch(/^EMERGENCY: bob .*: I see it too$/);
    }
  });

  it.each<[string, object, RegExp]>([
    [
      'the same person twice',
      { emergency: { ...first, by: 'bob' } },
      /bob has asked for this already: a second person must/,
    ],
    ['what is one already', { emergency: { ...first, isInForce: true } }, /EMERGENCY already, by amy: it burns/],
    [
      'what goes back',
      { turnsBack: { stage: 'production', goesTo: aCurrent(), by: 'bob', reason: 'x' } },
      /needs nobody's permission/,
    ],
    ['what is rolled back', { state: 'ROLLING_BACK' }, /turned around already/],
    ['what is cancelled', { state: 'CANCELLING' }, /turned around already/],
    ...TERMINAL.map((state): [string, object, RegExp] => [
      `what has ended ${state}`,
      { state },
      new RegExp(`has ended ${state}`),
    ]),
  ])('is refused to %s', (_what, release, refused) => {
    expect(judge({ release }).refused).toMatch(refused);
  });
});
