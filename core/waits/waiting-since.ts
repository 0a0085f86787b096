import type { Run } from '../ledger/items.ts';
import type { Release } from '../release/release.ts';

/** Since when a release waits that is WAITING: epoch ms. `run`: its time in the stage that it names. */
export function waitingSince({ acceptedAt }: Pick<Release, 'acceptedAt'>, run: Run | undefined): number {
  // It still names the stage that it left, until it has reached the next one.
  return run?.leftAt ?? run?.arrivedAt ?? acceptedAt;
}
