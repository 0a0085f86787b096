/** How closely the ledger is asked for news, in ms: while things happen, and at most. */
export interface Pace {
  closest: number;
  widest: number;
}

/** Where asking costs nothing. */
export const NEAR: Pace = { closest: 500, widest: 2_000 };

/** Where each look is paid for, and others read the same table. */
export const FAR: Pace = { closest: 2_000, widest: 15_000 };

/** For so long after the last news more may come at once: a deployment says several things in a row. */
const LIVELY_MS = 20_000;
const SHARE = 0.1;

/** How long until the next look, in ms: close together while things happen, further apart the longer nothing does. */
export function nextGap(quietMs: number, { closest, widest }: Pace): number {
  if (quietMs < LIVELY_MS) return closest;
  return Math.min(widest, Math.max(closest, quietMs * SHARE));
}
