import type { Environment } from '../ledger/items.ts';

/** A rollback that failed keeps its stage's lock until a person has looked. */
export const keepsLock = ({ holder, hold }: Pick<Environment, 'holder' | 'hold'>): boolean =>
  holder !== undefined && hold?.kind === 'rollback-failed' && hold.release === holder.release;
