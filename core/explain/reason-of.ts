import type { Release } from '../release/release.ts';
import { cut } from '../words/say-time.ts';

const LONGEST_REASON = 500;

/** Why a release is where it is: one sentence, not too long to stand within another one. */
export const reasonOf = ({ reason, state }: Release): string =>
  cut(reason?.trim() || `it is ${state}, and nobody wrote down why`, LONGEST_REASON);
