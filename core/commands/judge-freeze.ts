import { sayFreezeScope } from '../admission/freezes.ts';
import { isInForce } from '../ledger/is-in-force.ts';
import type { Freeze } from '../ledger/items.ts';
import { sayMoment } from '../words/say-time.ts';
import type { Scope } from './command.ts';
import type { Judged } from './judged.ts';

export interface FreezeAsked extends Scope {
  until?: number | undefined;
  by: string;
  reason: string;
  now: number;
  /** What is frozen by that very name already. */
  before: Freeze | undefined;
  /** Whether the person may unfreeze it as well. */
  mayUnfreeze: boolean;
}

/**
 * Nobody new enters what is frozen; freezing it again puts the new reason and end in place of the old. To let it end sooner is to
 * unfreeze it.
 */
export function judgeFreeze(asked: FreezeAsked): Judged<{ freeze: Freeze; message: string }> {
  const { service, stage, until, by, reason, now, before, mayUnfreeze } = asked;
  if (until !== undefined && until <= now)
    return { refused: `${sayMoment(until)} is over already: freeze until later` };
  const freeze: Freeze = {
    ...exactly({ service, stage }),
    by,
    reason,
    at: now,
    ...(until === undefined ? {} : { until }),
  };
  const isFrozen = before !== undefined && isInForce(before, now);
  if (isFrozen && !mayUnfreeze && endOf(freeze) < endOf(before))
    return { refused: `${sayFreeze(before)} is frozen already, and ${by} may not unfreeze it: it would end sooner` };
  const replaced = isFrozen ? `, in place of ${before.by}'s freeze (${before.reason})` : '';
  return { effect: { freeze, message: `${sayFreezeScope(freeze)} is frozen${sayEnd(until)}${replaced}` } };
}

export interface UnfreezeAsked extends Scope {
  now: number;
  before: Freeze | undefined;
  /** Every freeze that there is, over or not. */
  all: Freeze[];
}

/** Only what was frozen by that very name is thawed: a service stays frozen while everything is. */
export function judgeUnfreeze(asked: UnfreezeAsked): Judged<{ message: string }> {
  const { before, all, now } = asked;
  const what = sayFreezeScope(exactly(asked));
  const others = all.filter((freeze) => isInForce(freeze, now) && sayFreezeScope(freeze) !== what).map(sayFreeze);
  if (before && isInForce(before, now)) {
    const still = others.length > 0 ? `; still frozen: ${others.join(', ')}` : '';
    return { effect: { message: `${what} is not frozen any more${still}` } };
  }
  return {
    refused: `${what} is not frozen${others.length > 0 ? ` by that name; frozen: ${others.join(', ')}` : ': nothing is'}`,
  };
}

const exactly = ({ service, stage }: Scope): Pick<Freeze, 'service' | 'stage'> => ({
  ...(service === undefined ? {} : { service }),
  ...(stage === undefined ? {} : { stage }),
});

const endOf = ({ until }: Freeze): number => until ?? Number.POSITIVE_INFINITY;

const sayFreeze = (freeze: Freeze): string => `${sayFreezeScope(freeze)} (by ${freeze.by}${sayEnd(freeze.until)})`;

const sayEnd = (until: number | undefined): string => (until === undefined ? '' : ` until ${sayMoment(until)}`);
