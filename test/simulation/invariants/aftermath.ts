import type { StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { releaseId } from '#core/release/release.ts';
import { SERVICE } from '../story/service-config.ts';
import type { Check, Facts } from './facts.ts';
import { changesOf, environmentIn, isRelease } from './read-ledger.ts';

/** R04, R09: the transaction that ends a rollback holds the stage and quarantines the commit; a failed one keeps the lock. */
export function aftermath(facts: Facts): Check {
  return {
    onCommit(changes) {
      for (const { before, after } of changesOf<StoredRelease>(changes, isRelease)) {
        if (!after || after.state === before?.state || after.turnsBack) continue;
        if (after.state === 'ROLLED_BACK' && before?.state === 'ROLLING_BACK') checkRolledBack(facts, after);
        if (after.state === 'ROLLBACK_FAILED') checkFailed(facts, after);
      }
    },
  };
}

function checkRolledBack({ ledger, violate }: Facts, release: StoredRelease): void {
  const id = releaseId(release);
  const environment = environmentIn(ledger, release.stage ?? '');
  // Nobody found it bad: the execution that drove it was gone.
  const isSettled = ledger.get(keys.run(id, release.stage ?? ''))?.['rollback'] as { isSettling?: boolean } | undefined;
  if (isSettled?.isSettling) return;
  if (environment?.hold?.kind !== 'rollback') violate('R09', `${id} was rolled back, but ${release.stage} is not held`);
  if (!ledger.get(keys.quarantine(SERVICE, release.sha)))
    violate('R09', `${id} was rolled back, but its commit is not quarantined`);
}

function checkFailed({ ledger, violate }: Facts, release: StoredRelease): void {
  const environment = environmentIn(ledger, release.stage ?? '');
  const { hold, holder } = environment ?? {};
  const isHeld =
    hold?.kind === 'irreversible' || (hold?.kind === 'rollback-failed' && holder?.release === release.number);
  // Whoever had lost the lock before leaves the stage to its new holder.
  const isElsewhere = holder !== undefined && holder.release !== release.number;
  if (!isHeld && !isElsewhere)
    violate('R04', `${releaseId(release)} could not be rolled back, but ${release.stage} is not kept locked and held`);
}
