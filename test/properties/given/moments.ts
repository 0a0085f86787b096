import fc from 'fast-check';
import { NOON } from '#test/fixtures/ledger.ts';

/** Half an hour around noon in steps of 30 s: coarse, so that two moments are often the same one. */
export const moment: fc.Arbitrary<number> = fc.integer({ min: -20, max: 80 }).map((step) => NOON + step * 30_000);

/** From nothing to 20 minutes, in steps of 30 s. */
export const span: fc.Arbitrary<number> = fc.integer({ min: 0, max: 40 }).map((step) => step * 30_000);
