import { NO_COMMIT } from '#core/intake/push.ts';
import type { PushHead } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { REPOSITORY } from '../story/service-config.ts';
import { isMended } from '../world/break-for-good.ts';
import type { Check, Facts } from './facts.ts';
import { releasesIn } from './read-ledger.ts';

/** L9: whatever became of its webhook, what the branch is at is known to the ledger, and is a release. */
export function lostPushes({ ledger, world, setup, violate }: Facts): Check {
  return {
    atEnd() {
      // Exception to L9: nobody can tell where the branch is when GitHub never answers again.
      if (!isMended(setup, 'repository')) return;
      const newest = world.repository.pushes.findLast((push) => !push.forged);
      if (!newest) return;
      const head = ledger.get(keys.pushHead(REPOSITORY.id, 'refs/heads/main')) as PushHead | undefined;
      if (head?.after !== newest.after)
        violate('L9', `the branch is at push ${newest.order}, and the ledger has it at ${head?.after.slice(0, 7)}`);
      if (newest.after !== NO_COMMIT && !releasesIn(ledger).some(({ sha }) => sha === newest.after))
        violate('L9', `push ${newest.order} is the branch's head, and has no release`);
    },
  };
}
