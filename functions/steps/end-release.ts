import { OUTCOME_ERRORS, type OutcomeError } from '#core/errors.ts';
import type { Environment, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Change, Table } from '#core/ports/table.ts';
import { mayMove } from '#core/release/moves.ts';
import { isTerminal, type ReleaseState, type TerminalState } from '#core/release/release.ts';
import { type Failure, sayFailure } from '#core/words/say-failure.ts';
import { readRelease } from './read-release.ts';
import { sayStillHeld } from './say-still-held.ts';
import { settleChange } from './settle-change.ts';

export interface EndedRelease {
  state: TerminalState;
  reason: string;
}

/** Whoever is in one of these has a stage's lock, and may have changed what runs there. */
export const TOUCHED: ReadonlySet<ReleaseState> = new Set([
  'DEPLOYING',
  'VERIFYING',
  'BAKING',
  'ROLLING_BACK',
  'CANCELLING',
]);

/**
 * The end of a release: the one that it has come to, or the one that `failure` brings it to. Throws when it has come to none and
 * nothing failed.
 */
export function endRelease(
  { table, now }: { table: Table; now: Now },
  { release: id, failure }: { release: string; failure?: Failure | undefined },
): Promise<EndedRelease> {
  return settleChange(table, async () => {
    const release = await readRelease(table, id);
    if (isTerminal(release.state))
      return { changes: [], result: { state: release.state, reason: release.reason ?? release.state } };
    if (!failure) throw new Error(`${id} passed every stage and is still ${release.state}.`);
    const state = endState(release.state, failure.Error);
    const reason = `${sayFailure(failure)}${TOUCHED.has(release.state) ? '' : await sayStillHeld(table, release)}`;
    const at = now();
    const held = state === 'ROLLBACK_FAILED' ? await quarantineStage(table, release, reason, at) : [];
    const ended = record(release, {
      kind: 'ended',
      to: state,
      at,
      actor: 'bakewatch',
      sentence: reason,
      // A person waits for a rollback by hand: that it came to nothing is not to be missed.
      page: state === 'ROLLBACK_FAILED' || release.turnsBack !== undefined,
      ...(state === 'ROLLBACK_FAILED' ? { set: { leaves: held.length > 0 ? 'locked' : 'free' } } : {}),
    });
    return { changes: [...ended, ...held], result: { state, reason } };
  });
}

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
