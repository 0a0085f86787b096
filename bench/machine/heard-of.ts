import type { StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { releaseId } from '#core/release/release.ts';
import { followLedger } from '#local/installation/follow-ledger.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';

/** Resolves when everything that a release said has been passed on to Slack: nothing of it is under way any more. */
export function heardOf(machine: OneMachine, release: StoredRelease): Promise<void> {
  const key = keys.thread(releaseId(release));
  const isWhole = (item: object | undefined): boolean =>
    Number((item as { said?: number } | undefined)?.said) >= release.events;
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      unfollow();
      resolve();
    };
    const unfollow = followLedger(machine.aws, (item) => {
      if (item.pk === key.pk && item.sk === key.sk && isWhole(item)) finish();
    });
    machine.table.read(key).then((item) => isWhole(item) && finish(), reject);
  });
}
