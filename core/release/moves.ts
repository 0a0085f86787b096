import { isTerminal, type ReleaseState } from './release.ts';

const BEFORE_TOUCHING = ['SUPERSEDED', 'STALE', 'FAILED', 'CANCELLED', 'REJECTED', 'EXPIRED'] as const;

/** Every legal move of a release. Whatever is not here is a bug, and `assertMove` says so in production too. */
export const MOVES: Readonly<Record<ReleaseState, readonly ReleaseState[]>> = {
  ACCEPTED: ['CHECKING', 'PREPARING', 'BUILDING', ...BEFORE_TOUCHING],
  CHECKING: ['PREPARING', 'BUILDING', ...BEFORE_TOUCHING],
  PREPARING: ['WAITING', ...BEFORE_TOUCHING],
  BUILDING: ['WAITING', ...BEFORE_TOUCHING],
  WAITING: ['DEPLOYING', ...BEFORE_TOUCHING],
  DEPLOYING: ['VERIFYING', 'BAKING', 'ROLLING_BACK', 'CANCELLING', 'FAILED', 'ROLLBACK_FAILED'],
  VERIFYING: ['BAKING', 'ROLLING_BACK', 'CANCELLING', 'ROLLBACK_FAILED'],
  BAKING: ['WAITING', 'SUCCEEDED', 'ROLLING_BACK', 'CANCELLING', 'ROLLBACK_FAILED'],
  // SUCCEEDED: the way back was what a person had asked for.
  ROLLING_BACK: ['ROLLED_BACK', 'ROLLBACK_FAILED', 'FAILED', 'SUCCEEDED'],
  CANCELLING: ['CANCELLED', 'ROLLBACK_FAILED', 'FAILED'],
  SUCCEEDED: [],
  FAILED: [],
  ROLLED_BACK: [],
  ROLLBACK_FAILED: [],
  SUPERSEDED: [],
  CANCELLED: [],
  REJECTED: [],
  STALE: [],
  EXPIRED: [],
};

export const mayMove = (from: ReleaseState, to: ReleaseState): boolean => MOVES[from].includes(to);

/** Throws when a move is not in the table: an invariant, not an error of the user. */
export function assertMove(from: ReleaseState, to: ReleaseState): void {
  if (mayMove(from, to)) return;
  const why = isTerminal(from) ? 'terminal states absorb' : `legal: ${MOVES[from].join(', ')}`;
  throw new Error(`A release may not move from ${from} to ${to} (${why}).`);
}
