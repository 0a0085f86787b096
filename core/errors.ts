import type { TerminalState } from './release/release.ts';

/**
 * The error names that functions and Fail states give to the state machine: part of its contract
 * (statemachines/README.md). A release that ends by one of them ends in the state beside it.
 */
export const OUTCOME_ERRORS = {
  Superseded: 'SUPERSEDED',
  Stale: 'STALE',
  Rejected: 'REJECTED',
  Cancelled: 'CANCELLED',
  Expired: 'EXPIRED',
  Failed: 'FAILED',
  RolledBack: 'ROLLED_BACK',
  RollbackFailed: 'ROLLBACK_FAILED',
} as const satisfies Record<string, TerminalState>;

export type OutcomeError = keyof typeof OUTCOME_ERRORS;

const nameOf = new Map<TerminalState, OutcomeError>(
  (Object.entries(OUTCOME_ERRORS) as [OutcomeError, TerminalState][]).map(([name, state]) => [state, name]),
);

/** The error name under which a release that ended in `state` fails its execution. SUCCEEDED has none. */
export function outcomeError(state: TerminalState): OutcomeError {
  const name = nameOf.get(state);
  if (!name) throw new Error(`A release that ended ${state} is no error.`);
  return name;
}

/** What functions throw by name for the state machine, besides what a release ends by. */
export const FUNCTION_ERRORS = [
  'FenceLost',
  'DeploymentRefused',
  'DeploymentFailed',
  'VerifyFailed',
  'NotVerifiedYet',
  'ArtifactRefused',
  'StillUnknown',
] as const;

/** A refusal that no retry will change: Step Functions catches it by its name and does not retry. */
export class Refusal extends Error {
  constructor(name: (typeof FUNCTION_ERRORS)[number] | OutcomeError, sentence: string) {
    super(sentence);
    this.name = name;
  }
}
