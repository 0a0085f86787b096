import type { Placed } from '../states.ts';

/** What is wrong with one state, in one sentence. */
export interface Finding {
  rule: string;
  state: string;
  what: string;
}

/** Looks at one state where it stands, and says what is wrong with it. */
export type Rule = (placed: Placed) => string[];
