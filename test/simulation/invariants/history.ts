import type { LedgerEvent } from '#core/ledger/items.ts';
import { mayMove } from '#core/release/moves.ts';
import type { ItemChange } from '../aws/observed-table.ts';
import type { Check, Facts } from './facts.ts';
import { releaseIn } from './read-ledger.ts';

/** S13, S18: the history only grows, by one line at a time, each one a legal move from the one before; versions grow by one. */
export function history({ ledger, violate }: Facts): Check {
  const last = new Map<string, LedgerEvent>();
  const follow = (event: LedgerEvent): void => {
    const name = `${event.release}/${event.number}`;
    const previous = last.get(event.release);
    last.set(event.release, event);
    if (event.number !== (previous?.number ?? event.number - 1) + 1)
      violate('S18', `${name} follows ${previous?.number}`);
    if (releaseIn(ledger, event.release)?.events !== event.number)
      violate('S18', `${name} was written without its release`);
    if (previous && previous.state !== event.state && !mayMove(previous.state, event.state))
      violate('S13', `${name} says ${event.state} after ${previous.state}`);
  };
  const checkItem = ({ pk, sk, before, after }: ItemChange): void => {
    if (sk.startsWith('EVENT#') && before) violate('S18', `${pk} / ${sk} was ${after ? 'written anew' : 'removed'}`);
    if (before && after && after.version !== before.version + 1)
      violate('S13', `${pk} / ${sk} went from version ${before.version} to ${after.version}`);
  };
  return {
    onCommit(changes) {
      for (const change of changes) {
        checkItem(change);
        if (change.sk.startsWith('EVENT#') && change.after) follow(change.after as unknown as LedgerEvent);
      }
    },
  };
}
