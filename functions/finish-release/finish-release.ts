import { outcomeError } from '#core/errors.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import type { TerminalState } from '#core/release/release.ts';
import type { Failure } from '#core/words/say-failure.ts';
import { endRelease } from '#functions/steps/end-release.ts';

export interface FinishReleasePorts {
  table: Table;
  now: Now;
}

export interface FinishReleaseInput {
  release: string;
  /** What ended the execution early, as Step Functions caught it; absent when every stage was passed. */
  failure?: Failure;
}

export interface Finished {
  succeeded: boolean;
  state: TerminalState;
  /** The error name that the execution ends with; empty when it succeeded. */
  error: string;
  reason: string;
}

/** Makes sure that the release is in a terminal state with its reason, and tells the state machine how to end. */
export async function finishRelease(ports: FinishReleasePorts, input: FinishReleaseInput): Promise<Finished> {
  const { state, reason } = await endRelease(ports, input);
  return state === 'SUCCEEDED'
    ? { succeeded: true, state, error: '', reason }
    : { succeeded: false, state, error: outcomeError(state), reason };
}
