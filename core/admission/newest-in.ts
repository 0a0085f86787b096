import type { Environment } from '../ledger/items.ts';

/** The highest number that has reached the stage or is current there: every older release is superseded. */
export const newestIn = ({ arrived, current }: Pick<Environment, 'arrived' | 'current'>): number =>
  Math.max(arrived, current?.release ?? 0);
