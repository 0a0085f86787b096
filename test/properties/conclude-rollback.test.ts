import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concludeRollback, type RollbackConclusion, type TargetRollback } from '#core/rollback/conclude-rollback.ts';
import { text } from './given/texts.ts';
import { holds, must, reached } from './holds.ts';

/** From what is as it was to what nobody understands. */
const RESULTS = ['untouched', 'proved', 'no target', 'irreversible', 'failed'] as const;
const CAUSES = ['failure', 'cancel', 'by hand', 'settle'] as const;
const aTarget: fc.Arbitrary<TargetRollback> = fc.record({
  target: fc.constantFrom('hello', 'worker'),
  result: fc.constantFrom(...RESULTS),
  reason: text,
});
const targets = fc.array(aTarget, { maxLength: 4 });
const aTurn = fc.record({
  stage: fc.constant('production'),
  cause: fc.constantFrom(...CAUSES),
  why: fc.constant('errors fired'),
  targets,
  previous: fc.constantFrom('hello#5', undefined),
});

/** How bad it is, from a world that is as it was to one that nobody understands. */
const badness = ({ freeLock, hold, page }: RollbackConclusion): number => {
  if (!freeLock) return 3;
  if (hold === 'irreversible') return 2;
  return hold !== undefined && page ? 1 : 0;
};

describe('the conclusion of a rollback', () => {
  it('keeps the lock, holds and calls somebody as the worst of its targets asks for', () => {
    const states = reached('FAILED', 'ROLLED_BACK', 'ROLLBACK_FAILED', 'CANCELLED', 'SUCCEEDED');
    holds(aTurn, (turn) => {
      const { state, sentence, hold, quarantine, freeLock, page } = concludeRollback(turn);
      states.note(state);
      const results = new Set(turn.targets.map((t) => t.result));
      const isLost = results.has('failed') || results.size === 0;
      const isLeft = isLost || results.has('irreversible') || results.has('no target');
      must(freeLock === !isLost, 'the lock is for a world that nobody understands');
      must(!isLeft || (hold !== undefined && page), 'left half-way, and nobody knows');
      must(!isLost || state === 'ROLLBACK_FAILED', `lost, and ${state}`);
      must(!isLeft || state === 'ROLLBACK_FAILED' || state === 'FAILED', `left half-way, and ${state}`);
      must(!quarantine || hold !== undefined, 'a commit is quarantined and its stage is open');
      must(state !== 'ROLLED_BACK' || results.has('proved'), 'rolled back and nothing proved');
      must(state !== 'CANCELLED' || turn.cause === 'cancel', 'cancelled by nobody');
      must(state !== 'SUCCEEDED' || turn.cause === 'by hand', 'a success that nobody asked for');
      must(!/undefined|\[object/.test(sentence), `a sentence for programmers: ${sentence}`);
      return sentence.includes('errors fired') && sentence.includes('production');
    });
    expect(states.rare()).toEqual([]);
  });

  it('is no better for one target that went worse, and the same in any order', () => {
    holds(fc.tuple(aTurn, fc.nat(), fc.constantFrom(...RESULTS)), ([turn, pick, result]) => {
      const known = concludeRollback(turn);
      must(
        concludeRollback({ ...turn, targets: turn.targets.toReversed() }).state === known.state,
        'the order decides',
      );
      const at = pick % Math.max(1, turn.targets.length);
      const target = turn.targets[at];
      if (!target || RESULTS.indexOf(result) < RESULTS.indexOf(target.result)) return true;
      return (
        badness(concludeRollback({ ...turn, targets: turn.targets.with(at, { ...target, result }) })) >= badness(known)
      );
    });
  });
});
