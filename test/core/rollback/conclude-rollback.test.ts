import { describe, expect, it } from 'vitest';
import { concludeRollback, type TargetRollback } from '#core/rollback/conclude-rollback.ts';

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
