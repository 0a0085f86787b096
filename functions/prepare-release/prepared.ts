import type { Plan } from '#core/plan/plan.ts';

/** What the state machine is told of a release that it is about to drive. */
export type Prepared =
  | { proceed: true; plan: Plan }
  /** `error` is one of `OUTCOME_ERRORS`: the release ends with it. */
  | { proceed: false; error: string; reason: string };
