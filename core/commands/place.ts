import type { Environment, Run } from '../ledger/items.ts';

/** A stage, and a release's time in it. */
export interface Place {
  environment: Environment;
  /** Undefined: the release has not reached the stage. */
  run: Run | undefined;
}
