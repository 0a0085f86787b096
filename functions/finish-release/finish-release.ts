import { OUTCOME_ERRORS, type OutcomeError, outcomeError } from '#core/errors.ts';
import type { Environment, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Change, Table } from '#core/ports/table.ts';
import { mayMove } from '#core/release/moves.ts';
import { isTerminal, type ReleaseState, type TerminalState } from '#core/release/release.ts';
import { type Failure, sayFailure } from '#core/words/say-failure.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

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

const TOUCHED: ReadonlySet<ReleaseState> = new Set(['DEPLOYING', 'VERIFYING', 'BAKING', 'ROLLING_BACK']);

/** Makes sure that the release is in a terminal state with its reason, and tells the state machine how to end. */
export async function finishRelease({ table, now }: FinishReleasePorts, input: FinishReleaseInput): Promise<Finished> {
  return settleChange(table, async () => {
    const release = await readRelease(table, input.release);
    if (isTerminal(release.state))
      return { changes: [], result: finished(release.state, release.reason ?? release.state) };
    if (!input.failure) throw new Error(`${input.release} passed every stage and is still ${release.state}.`);
    const state = endState(release.state, input.failure.Error);
    const reason = sayFailure(input.failure);
    const at = now();
    const ended = record(release, {
      kind: 'ended',
      to: state,
      at,
      actor: 'bakewatch',
      sentence: reason,
      page: state === 'ROLLBACK_FAILED',
    });
    const held = state === 'ROLLBACK_FAILED' ? await quarantineStage(table, release, reason, at) : [];
    return { changes: [...ended, ...held], result: finished(state, reason) };
  });
}

const finished = (state: TerminalState, reason: string): Finished =>
  state === 'SUCCEEDED'
    ? { succeeded: true, state, error: '', reason }
    : { succeeded: false, state, error: outcomeError(state), reason };

/**
 * A release that has touched a target and comes here by an error was not brought to safety: somebody must look. An error that
 * names an end which the release cannot come to from where it is ends it as FAILED.
 */
function endState(state: ReleaseState, error: string | undefined): TerminalState {
  if (TOUCHED.has(state)) return 'ROLLBACK_FAILED';
  const named = error !== undefined && Object.hasOwn(OUTCOME_ERRORS, error) && OUTCOME_ERRORS[error as OutcomeError];
  return named && mayMove(state, named) ? named : 'FAILED';
}

/** A stage that was left in an unknown state is held, or its lock's lease would run out and the next release would deploy over it. */
async function quarantineStage(
  table: Table,
  { service, number, stage }: StoredRelease,
  reason: string,
  since: number,
): Promise<Change[]> {
  if (!stage) return [];
  const environment = (await table.read(keys.environment(service, stage))) as Stored<Environment> | undefined;
  if (environment?.holder?.release !== number) return [];
  const hold = { kind: 'rollback-failed' as const, release: number, reason, since };
  return [change(environment, { ...environment, hold })];
}
