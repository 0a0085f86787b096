import type { Blocker } from '../admission/blockers.ts';
import { isInForce } from '../ledger/is-in-force.ts';
import type { Environment } from '../ledger/items.ts';

/** Kept at the last look, and that may be minutes ago: what is known to be over is not said again. */
export function stillStands(blocker: Blocker, environment: Environment | undefined, now: number): boolean {
  switch (blocker.kind) {
    case 'queued':
      return environment?.holder !== undefined;
    case 'held':
      return environment?.hold !== undefined;
    case 'frozen':
      return isInForce(blocker, now);
    case 'window':
      return blocker.opensAt === undefined || blocker.opensAt > now;
    default:
      return true;
  }
}
