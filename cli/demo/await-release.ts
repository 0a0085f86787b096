import type { StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { followLedger } from '#local/installation/follow-ledger.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';

/** Resolves with the release once it is in a terminal state; with what it is when the time is over. */
export function awaitRelease(machine: OneMachine, number: number, withinMs: number): Promise<StoredRelease> {
  const key = keys.release('hello', number);
  return new Promise((resolve, reject) => {
    const finish = (release: StoredRelease | undefined): void => {
      clearTimeout(timer);
      unfollow();
      if (release) resolve(release);
      else reject(new Error(`hello#${number} never came into being.`));
    };
    const look = (isLast: boolean): void => {
      machine.table.read(key).then((item) => {
        const release = item as StoredRelease | undefined;
        if (isLast || release?.endedAt !== undefined) finish(release);
      }, reject);
    };
    const timer = setTimeout(() => look(true), withinMs);
    const unfollow = followLedger(machine.aws, (item) => {
      if (item.pk === key.pk && item.sk === key.sk && item['endedAt'] !== undefined) look(false);
    });
    look(false);
  });
}
