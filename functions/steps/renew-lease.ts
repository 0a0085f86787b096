import type { Environment, Stored } from '#core/ledger/items.ts';
import { change } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import { holdFence, type StageOfRelease } from './hold-fence.ts';
import { settleChange } from './settle-change.ts';

const SHORTEST_LEASE_MS = 15 * 60_000;

/** Long enough to outlast the gap to the next look twice. */
export const leaseUntil = (now: number, secondsToNextLook: number): number =>
  now + Math.max(SHORTEST_LEASE_MS, 2 * secondsToNextLook * 1_000 + 60_000);

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
