import type { Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import type { Current } from '#core/release/current.ts';
import { mayMove } from '#core/release/moves.ts';
import { joinReasons } from '#core/words/join-reasons.ts';
import { type Failure, sayFailure } from '#core/words/say-failure.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

/** The state machine's word for a way back that nothing had to fail for. */
const TAKEN_BACK = 'TakenBack';

/** The reason, and when the way back begins, are recorded once, by whichever target comes first. Returns the stage's run, and what a person named to go back to. */
export function recordReason(
  { table, now }: { table: Table; now: Now },
  { release: id, stage, failure }: { release: string; stage: string; failure: Failure },
): Promise<{ run: Run; named: Current | undefined }> {
  return settleChange(table, async () => {
    const run = (await table.read(keys.run(id, stage))) as Stored<Run>;
    const release = await readRelease(table, id);
    const named = release.turnsBack?.goesTo;
    if (run.rollback?.begunAt !== undefined) return { changes: [], result: { run, named } };
    const at = now();
    // Somebody else has given the reason, by a clock of his own: a person who cancelled it.
    if (run.rollback) {
      const begun = { ...run, rollback: { ...run.rollback, begunAt: at } };
      return { changes: [change(run, begun)], result: { run: begun, named } };
    }
    const rollback = { ...whyBack(release, run, failure), at, begunAt: at };
    const next: Run = { ...run, rollback };
    const rolling = record(release, {
      kind: 'rolling-back',
      ...(mayMove(release.state, 'ROLLING_BACK') ? { to: 'ROLLING_BACK' as const } : {}),
      at,
      actor: release.turnsBack?.by ?? 'bakewatch',
      stage,
      sentence: `${named ? 'takes' : 'turns'} ${stage} ${named ? `back to ${release.service}#${named.release}` : 'around'}: ${rollback.reason}`,
    });
    return { changes: [change(run, next), ...rolling], result: { run: next, named } };
  });
}

/** What was found unhealthy before its execution died is taken back for that, and its commit held to it. */
function whyBack(
  { turnsBack }: StoredRelease,
  { verdict }: Run,
  failure: Failure,
): Pick<NonNullable<Run['rollback']>, 'reason' | 'isSettling'> {
  const said = sayFailure(failure);
  if (failure.Error !== TAKEN_BACK || turnsBack) return { reason: said };
  return verdict?.kind === 'unhealthy'
    ? { reason: joinReasons([verdict.reason, said]) }
    : { reason: said, isSettling: true };
}
