import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTCOME_ERRORS, outcomeError } from '#core/errors.ts';
import { assertMove, MOVES, mayMove } from '#core/release/moves.ts';
import { isTerminal, ONGOING, parseReleaseId, type ReleaseState, releaseId, TERMINAL } from '#core/release/release.ts';

const ALL: ReleaseState[] = [...ONGOING, ...TERMINAL];

/** Written out a second time on purpose: who changes the table must mean it. */
const LEGAL: [ReleaseState, ReleaseState[]][] = [
  [
    'ACCEPTED',
    ['CHECKING', 'PREPARING', 'BUILDING', 'SUPERSEDED', 'STALE', 'FAILED', 'CANCELLED', 'REJECTED', 'EXPIRED'],
  ],
  ['CHECKING', ['PREPARING', 'BUILDING', 'SUPERSEDED', 'STALE', 'FAILED', 'CANCELLED', 'REJECTED', 'EXPIRED']],
  ['PREPARING', ['WAITING', 'SUPERSEDED', 'STALE', 'FAILED', 'CANCELLED', 'REJECTED', 'EXPIRED']],
  ['BUILDING', ['WAITING', 'SUPERSEDED', 'STALE', 'FAILED', 'CANCELLED', 'REJECTED', 'EXPIRED']],
  ['WAITING', ['DEPLOYING', 'SUPERSEDED', 'STALE', 'FAILED', 'CANCELLED', 'REJECTED', 'EXPIRED']],
  ['DEPLOYING', ['VERIFYING', 'BAKING', 'ROLLING_BACK', 'CANCELLING', 'FAILED', 'ROLLBACK_FAILED']],
  ['VERIFYING', ['BAKING', 'ROLLING_BACK', 'CANCELLING', 'ROLLBACK_FAILED']],
  ['BAKING', ['WAITING', 'SUCCEEDED', 'ROLLING_BACK', 'CANCELLING', 'ROLLBACK_FAILED']],
  ['ROLLING_BACK', ['ROLLED_BACK', 'ROLLBACK_FAILED', 'FAILED', 'SUCCEEDED']],
  ['CANCELLING', ['CANCELLED', 'ROLLBACK_FAILED', 'FAILED']],
];

describe('the moves of a release', () => {
  it.each(ALL)('from %s are those of the table, and every other throws (S13)', (from) => {
    const legal = LEGAL.find(([state]) => state === from)?.[1] ?? [];
    for (const to of ALL) {
      expect(mayMove(from, to)).toBe(legal.includes(to));
      if (legal.includes(to)) expect(() => assertMove(from, to)).not.toThrow();
      else expect(() => assertMove(from, to)).toThrow(`may not move from ${from} to ${to}`);
    }
  });

  it.each(TERMINAL)('never leave %s', (state) => {
    expect(MOVES[state]).toEqual([]);
    expect(() => assertMove(state, 'ACCEPTED')).toThrow('terminal states absorb');
  });

  it('never leave a terminal state, whatever is tried in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ALL), { maxLength: 60 }), (wanted) => {
        const path: ReleaseState[] = ['ACCEPTED'];
        for (const next of wanted) if (mayMove(path.at(-1) ?? 'ACCEPTED', next)) path.push(next);
        return path.slice(0, -1).every((state) => !isTerminal(state));
      }),
    );
  });

  it('lead from every state to an end, so that no release is stuck by the table', () => {
    for (const from of ONGOING) {
      const reached = new Set<ReleaseState>([from]);
      for (const state of reached) for (const next of MOVES[state]) reached.add(next);
      expect([...reached].some(isTerminal)).toBe(true);
    }
  });

  it('never supersede, cancel or expire a release that has touched a target', () => {
    for (const from of ['DEPLOYING', 'VERIFYING', 'BAKING', 'ROLLING_BACK'] as const)
      for (const to of ['SUPERSEDED', 'CANCELLED', 'EXPIRED', 'STALE', 'REJECTED'] as const)
        expect(mayMove(from, to)).toBe(false);
  });
});

describe('the names of outcomes', () => {
  it('name every terminal state but success, and back', () => {
    for (const state of TERMINAL.filter((s) => s !== 'SUCCEEDED'))
      expect(OUTCOME_ERRORS[outcomeError(state)]).toBe(state);
    expect(() => outcomeError('SUCCEEDED')).toThrow();
  });
});

describe('the id of a release', () => {
  it('is read back as it was written', () => {
    expect(parseReleaseId(releaseId({ service: 'hello-2', number: 142 }))).toEqual({ service: 'hello-2', number: 142 });
  });

  it.each([
    'hello',
    'hello#',
    'hello#0',
    'hello#01',
    'Hello#1',
    '-a#1',
    'hello#1#2',
    'hello#1\n',
    ' hello#1',
    'hello#9999999999',
  ])('is not %j', (id) => {
    expect(parseReleaseId(id)).toBeUndefined();
  });
});
