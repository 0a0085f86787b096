import { describe, expect, it } from 'vitest';
import { judgeCancel } from '#core/commands/judge-cancel.ts';
import type { Run } from '#core/ledger/items.ts';
import { MOVES } from '#core/release/moves.ts';
import { ONGOING, type Release, TERMINAL } from '#core/release/release.ts';
import { aCurrent, aRelease, NOON } from '#test/fixtures/ledger.ts';

const run: Run = { release: 'hello#7', stage: 'production', arrivedAt: NOON, enteredAt: NOON };
const cancel = (over: Partial<Release>, of: Run = run) =>
  judgeCancel({ release: aRelease({ stage: 'production', ...over }), run: of, by: 'amy', reason: 'wrong branch' });

describe('a cancel', () => {
  it.each([
    ['ACCEPTED', 'end'],
    ['CHECKING', 'end'],
    ['PREPARING', 'end'],
    ['BUILDING', 'end'],
    ['WAITING', 'end'],
    ['DEPLOYING', 'turn'],
    ['VERIFYING', 'turn'],
    ['BAKING', 'turn'],
  ] as const)('of what is %s is a legal move: to %s', (state, kind) => {
    expect(cancel({ state })).toMatchObject({ effect: { kind, reason: 'cancelled by amy: wrong branch' } });
    expect(MOVES[state]).toContain(kind === 'end' ? 'CANCELLED' : 'CANCELLING');
  });

  it.each(['ROLLING_BACK', 'CANCELLING'] as const)('of what is %s is refused: there is one way back (R10)', (state) => {
    expect(cancel({ state })).toEqual({ refused: 'hello#7 is being turned around already' });
    expect(MOVES[state]).not.toContain('CANCELLING');
  });

  it('is refused when the way back was decided and only its state does not say so yet', () => {
    const { refused } = cancel({ state: 'BAKING' }, { ...run, rollback: { reason: 'errors fired', at: NOON } });
    expect(refused).toBe('hello#7 is being turned around already: errors fired');
  });

  it.each(TERMINAL)('of what has ended %s says how it ended', (state) => {
    const { refused } = cancel({ state, reason: 'so it is' });
    expect(refused).toBe(
      state === 'SUCCEEDED'
        ? 'hello#7 has SUCCEEDED: take its stage back with `bakewatch rollback`'
        : `hello#7 has ended ${state} already: so it is`,
    );
  });

  it.each(ONGOING)('of a rollback by hand that is %s ends it only while it has not begun', (state) => {
    const turnsBack = { stage: 'production', goesTo: aCurrent(), by: 'bob', reason: 'slow' };
    const { refused } = cancel({ state, turnsBack });
    const hasBegun = !['ACCEPTED', 'CHECKING', 'PREPARING', 'BUILDING', 'WAITING'].includes(state);
    expect(refused === undefined).toBe(!hasBegun);
  });
});
