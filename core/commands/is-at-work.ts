import type { Environment } from '../ledger/items.ts';
import { keepsLock } from '../rollback/keeps-lock.ts';

/** Whether somebody has the stage: a release whose lease is over, or that a failed rollback has ended, does nothing any more. */
export const isAtWork = (environment: Pick<Environment, 'holder' | 'hold'>, now: number): boolean =>
  environment.holder !== undefined && environment.holder.leaseUntil > now && !keepsLock(environment);
