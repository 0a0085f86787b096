import type { ReleaseState } from '../release/release.ts';

/** How CDEvents says that a pipeline ended. `errors` is there unless it went well. */
export interface Outcome {
  outcome: 'success' | 'failure' | 'cancel' | 'error';
  errors?: string;
}

const OUTCOMES: Partial<Record<ReleaseState, Outcome['outcome']>> = {
  SUCCEEDED: 'success',
  FAILED: 'failure',
  ROLLED_BACK: 'failure',
  SUPERSEDED: 'cancel',
  CANCELLED: 'cancel',
  REJECTED: 'cancel',
  STALE: 'cancel',
  EXPIRED: 'cancel',
};

/** What gave way or was not wanted is cancelled; what nobody knows the end of is an error. */
export function outcomeOf(state: ReleaseState, why: string): Outcome {
  const outcome = OUTCOMES[state] ?? 'error';
  return outcome === 'success' ? { outcome } : { outcome, errors: why };
}
