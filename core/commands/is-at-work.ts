import type { Environment } from '../ledger/items.ts';

/** Whether somebody has the stage: a release whose lease is over, or that a failed rollback has ended, does nothing any more. */
export const isAtWork = ({ holder, hold }: Pick<Environment, 'holder' | 'hold'>, now: number): boolean =>
  holder !== undefined &&
  holder.leaseUntil > now &&
  !(hold?.kind === 'rollback-failed' && hold.release === holder.release);
