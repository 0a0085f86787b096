import type { Environment, Hold } from '../ledger/items.ts';
import { keepsLock } from '../rollback/keeps-lock.ts';
import type { Judged } from './judged.ts';

export interface Resumed {
  environment: Environment;
  hold: Hold;
  /** Whoever lifts the hold over an inconclusive bake takes it for healthy. */
  accepts: boolean;
}

/** Lifts a stage's hold; the lock that a failed rollback kept goes with it. */
export function judgeResume(environment: Environment): Judged<Resumed> {
  const { hold, holder, ...rest } = environment;
  if (!hold) return { refused: `${environment.service} ${environment.stage} is not held` };
  const isFreed = keepsLock(environment);
  return {
    effect: {
      environment: { ...rest, ...(holder && !isFreed ? { holder } : {}) },
      hold,
      accepts: hold.kind === 'inconclusive',
    },
  };
}
