import type { LedgerEvent, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { mayMove } from '#core/release/moves.ts';
import { isTerminal, type ReleaseState, releaseId } from '#core/release/release.ts';
import { countBlockers, countMove } from '../coverage.ts';
import type { Check, Facts } from './facts.ts';
import { type Changed, changesOf, isRelease, releasesIn } from './read-ledger.ts';

/** Far below DynamoDB's 400 KB: no item grows with the length of a history. */
const MOST_BYTES = 20_000;

/** S13, S18, S21: only legal moves, the end is the end, and a history without a gap. */
export function moves({ ledger, coverage, violate, sim }: Facts): Check {
  return {
    onCommit(changes) {
      for (const change of changesOf<StoredRelease>(changes, isRelease)) move(change);
      for (const { after } of changes) {
        if (after && JSON.stringify(after).length > MOST_BYTES)
          violate('S21', `${after.pk} / ${after.sk} is too large`);
        if (after?.sk.startsWith('EVENT#')) heard(after as unknown as LedgerEvent);
      }
    },
    atEnd() {
      for (const release of releasesIn(ledger)) {
        const id = releaseId(release);
        const missing = Array.from({ length: release.events }, (_, i) => i + 1).filter(
          (n) => !ledger.get(keys.event(id, n)),
        );
        if (missing.length > 0) violate('S18', `the history of ${id} lacks ${missing.join(', ')}`);
      }
    },
  };

  function move({ before, after }: Changed<StoredRelease>): void {
    if (!after) violate('S18', `a release vanished: ${before && releaseId(before)}`);
    if (!(before && after) || before.state === after.state) return;
    countMove(coverage, before.state, after.state);
    if (!mayMove(before.state, after.state) || isTerminal(before.state as ReleaseState))
      violate('S13', `${releaseId(after)} moved from ${before.state} to ${after.state}`);
    if (isTerminal(after.state) && !after.reason)
      violate('L6', `${releaseId(after)} ended ${after.state} without a reason`);
  }

  function heard(event: LedgerEvent): void {
    sim.chronicle.tell(`${event.release} [${event.state}] ${event.sentence}`);
    if (event.kind === 'blocked') countBlockers(coverage, event.sentence);
  }
}
