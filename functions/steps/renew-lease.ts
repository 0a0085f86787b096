import type { Environment, Stored } from '#core/ledger/items.ts';
import { change } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import { holdFence, type StageOfRelease } from './hold-fence.ts';
import { settleChange } from './settle-change.ts';

/** Two functions' clocks may be so far apart: one ten minutes behind, the other ten minutes ahead (K08). */
const CLOCKS_APART_MS = 20 * 60_000;
const SLACK_MS = 60_000;

/**
 * Long enough to outlast the gap to the next look twice, by anybody's clock: a lease is renewed when half of it is used, so at every look
 * more of it is left than clocks can be apart. Who is really dead is found out by asking Step Functions, long before that.
 */
export const leaseUntil = (now: number, secondsToNextLook: number): number =>
  now + 2 * (secondsToNextLook * 1_000 + CLOCKS_APART_MS) + SLACK_MS;

/** Every look renews the stage's lease; written only when it would otherwise be half used up. Throws `FenceLost`. */
export function renewLease(
  ports: { table: Table; now: Now },
  stage: StageOfRelease,
  fence: number,
  secondsToNextLook: number,
): Promise<Stored<Environment>> {
  return settleChange(ports.table, async () => {
    const environment = await holdFence(ports.table, stage, fence);
    const now = ports.now();
    const { holder } = environment;
    const until = leaseUntil(now, Math.max(secondsToNextLook, holder?.quietSeconds ?? 0));
    if (!holder || holder.leaseUntil - now >= (until - now) / 2) return { changes: [], result: environment };
    return {
      changes: [change(environment, { ...environment, holder: { ...holder, leaseUntil: until } })],
      result: environment,
    };
  });
}
