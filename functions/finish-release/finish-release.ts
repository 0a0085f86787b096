import { outcomeError } from '#core/errors.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import { isTerminal, type TerminalState } from '#core/release/release.ts';
import type { Failure } from '#core/words/say-failure.ts';
import { endRelease } from '#functions/steps/end-release.ts';
import { readRelease } from '#functions/steps/read-release.ts';

export interface FinishReleasePorts {
  table: Table;
  now: Now;
}

export interface FinishReleaseInput {
  release: string;
  /** The execution that asks: only the one that drives the release may end it. Absent in executions that began before. */
  execution?: string;
  /** A person has redriven the execution after it had ended. */
  redriven?: boolean;
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
  const release = await readRelease(ports.table, input.release);
  const isStranger = isAnother(release.executionArn, input.execution);
  if (isStranger && !isTerminal(release.state))
    return superseded(`another execution drives ${input.release}: this one has nothing to say about it`);
  if (input.redriven && isTerminal(release.state) && release.state !== 'SUCCEEDED')
    return superseded(
      `${input.release} has ended ${release.state} (${release.reason}): driving it again changes nothing`,
    );
  const { state, reason } = await endRelease(ports, input);
  return state === 'SUCCEEDED'
    ? { succeeded: true, state, error: '', reason }
    : { succeeded: false, state, error: outcomeError(state), reason };
}

const isAnother = (driver: string | undefined, execution: string | undefined): boolean =>
  driver !== undefined && execution !== undefined && driver !== execution;

const superseded = (reason: string): Finished => ({
  succeeded: false,
  state: 'SUPERSEDED',
  error: 'Superseded',
  reason,
});
