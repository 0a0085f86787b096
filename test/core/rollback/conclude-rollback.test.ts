import { describe, expect, it } from 'vitest';
import { concludeRollback, type TargetRollback, type TurnCause } from '#core/rollback/conclude-rollback.ts';

const ended = (...results: TargetRollback['result'][]): TargetRollback[] =>
  results.map((result, i) => ({ target: `t${i}`, result, reason: `because ${i}` }));

const conclude = (...results: TargetRollback['result'][]) =>
  concludeRollback({
    stage: 'production',
    cause: 'failure',
    why: 'errors fired',
    targets: ended(...results),
    previous: 'hello#5',
  });

describe('the conclusion of a rollback', () => {
  it('is ROLLED_BACK when every target that was touched is proved to be back', () => {
    for (const conclusion of [conclude('proved'), conclude('proved', 'untouched')])
      expect(conclusion).toEqual({
        state: 'ROLLED_BACK',
        sentence: 'rolled production back to hello#5: errors fired',
        hold: 'rollback',
        quarantine: true,
        freeLock: true,
        page: false,
      });
  });

  it('is ROLLBACK_FAILED, locked and paged, as soon as one target failed, whatever the others did (R04, M02)', () => {
    for (const others of [['proved'], ['no target'], ['untouched'], []] as const) {
      const conclusion = conclude('failed', ...others);
      expect(conclusion).toMatchObject({
        state: 'ROLLBACK_FAILED',
        hold: 'rollback-failed',
        freeLock: false,
        page: true,
      });
      expect(conclusion.sentence).toContain('t0: because 0');
      expect(conclusion.sentence).toContain('errors fired');
    }
  });

  it('is ROLLBACK_FAILED when the way back broke down and nothing is proved', () => {
    expect(conclude()).toMatchObject({ state: 'ROLLBACK_FAILED', freeLock: false, page: true, quarantine: true });
  });

  it('is FAILED and paged, and traffic is left alone, when there was nothing to go back to (R02)', () => {
    expect(conclude('no target')).toMatchObject({
      state: 'FAILED',
      hold: 'no-rollback-target',
      freeLock: true,
      page: true,
      quarantine: true,
      sentence:
        'errors fired; there is nothing to roll production back to, so its traffic is left as it is. It is held until somebody runs `bakewatch resume`',
    });
    expect(conclude('no target', 'proved').sentence).toContain(
      'nothing to roll production back to on t0, whose traffic is left as it is; its other targets do not run it any more',
    );
  });

  it('is a plain FAILED, with neither hold nor quarantine, when nothing was changed (R11, G01)', () => {
    expect(conclude('untouched', 'untouched')).toEqual({
      state: 'FAILED',
      sentence: 'errors fired; nothing was changed in production',
      hold: undefined,
      quarantine: false,
      freeLock: true,
      page: false,
    });
  });

  const turned = (cause: TurnCause, ...results: TargetRollback['result'][]) =>
    concludeRollback({ stage: 'production', cause, why: 'because', targets: ended(...results), previous: 'hello#5' });

  it.each<[TurnCause, TargetRollback['result'], object]>([
    ['cancel', 'proved', { state: 'CANCELLED', sentence: 'because; production is back on hello#5' }],
    ['cancel', 'untouched', { state: 'CANCELLED', sentence: 'because; nothing was changed in production' }],
    ['settle', 'proved', { state: 'ROLLED_BACK', page: true, sentence: 'rolled production back to hello#5: because' }],
    ['settle', 'untouched', { state: 'FAILED', page: true, sentence: 'because; nothing was changed in production' }],
  ])(
    'leaves neither hold nor quarantine after a %s that ended %s: nothing was found bad (J08)',
    (cause, result, ends) => {
      const safe = { hold: undefined, quarantine: false, freeLock: true, page: false };
      expect(turned(cause, result)).toEqual({ ...safe, ...ends });
    },
  );

  it('has SUCCEEDED when a person wanted it, and holds the stage from what it came from (R08)', () => {
    expect(turned('by hand', 'proved', 'proved')).toMatchObject({
      state: 'SUCCEEDED',
      hold: 'rollback',
      quarantine: true,
      freeLock: true,
      page: false,
      sentence: 'production is back on hello#5: because. It is held until somebody runs `bakewatch resume`',
    });
  });

  it.each(['cancel', 'by hand', 'settle'] as const)(
    'keeps the lock and calls somebody when a %s could not be proved, and quarantines nothing (R04)',
    (cause) => {
      expect(turned(cause, 'proved', 'failed')).toMatchObject({
        state: 'ROLLBACK_FAILED',
        hold: 'rollback-failed',
        freeLock: false,
        quarantine: false,
        page: true,
      });
      expect(turned(cause)).toMatchObject({ state: 'ROLLBACK_FAILED', freeLock: false });
    },
  );

  it.each<[TurnCause, boolean]>([
    ['failure', true],
    ['cancel', false],
    ['settle', false],
  ])('freezes a stage whose migration cannot be undone after a %s, and calls somebody', (cause, quarantine) => {
    const conclusion = turned(cause, 'irreversible', 'irreversible');
    expect(conclusion).toMatchObject({
      state: 'ROLLBACK_FAILED',
      hold: 'irreversible',
      freeLock: true,
      page: true,
      quarantine,
    });
    expect(conclusion.sentence).toContain('because 0; because 1');
  });

  it('rather keeps the lock than frees it when one target failed and another is irreversible', () => {
    expect(turned('failure', 'irreversible', 'failed')).toMatchObject({ hold: 'rollback-failed', freeLock: false });
  });

  it.each<[TurnCause, boolean]>([
    ['cancel', false],
    ['settle', false],
    ['failure', true],
  ])('holds the stage and pages after a %s with nothing to go back to (R02)', (cause, quarantine) => {
    expect(turned(cause, 'no target')).toMatchObject({
      state: 'FAILED',
      hold: 'no-rollback-target',
      page: true,
      quarantine,
    });
  });

  it('never frees a lock that is to be quarantined, and never quarantines without a hold', () => {
    const results = ['untouched', 'no target', 'proved', 'failed'] as const;
    for (const one of results)
      for (const two of results) {
        const { state, freeLock, hold, quarantine } = conclude(one, two);
        expect(freeLock).toBe(state !== 'ROLLBACK_FAILED');
        expect(hold !== undefined).toBe(quarantine);
      }
  });
});
