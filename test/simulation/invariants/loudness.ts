import type { Environment, LedgerEvent, Stored } from '#core/ledger/items.ts';
import type { Check, Facts } from './facts.ts';
import { changesOf, isEnvironment } from './read-ledger.ts';

/** A stage that only a person can open again: somebody is called for these. */
const CALLS: ReadonlySet<string> = new Set(['inconclusive', 'rollback-failed', 'no-rollback-target', 'irreversible']);

/** S11: whatever is left to a person is said loudly, in the very transaction that leaves it to her. */
export function loudness({ violate }: Facts): Check {
  return {
    onCommit(changes) {
      const isLoud = changes.some(
        ({ before, after, sk }) => !before && sk.startsWith('EVENT#') && (after as unknown as LedgerEvent)?.page,
      );
      for (const { before, after } of changesOf<Stored<Environment>>(changes, isEnvironment)) {
        const hold = after?.hold;
        const isNew = hold !== undefined && (before?.hold?.kind !== hold.kind || before.hold.release !== hold.release);
        if (isNew && CALLS.has(hold.kind) && !isLoud)
          violate('S11', `${after?.stage} is held (${hold.kind}) and nobody is called`);
      }
    },
  };
}
