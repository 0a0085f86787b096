import type { Change, Table } from '#core/ports/table.ts';

/** How long to go on when others are faster. `pause` is injected: it may wait, at random, before attempt `attempt` + 1. */
export interface Patience {
  attempts: number;
  pause: (attempt: number) => Promise<void>;
}

const AT_ONCE: Patience = { attempts: 8, pause: async () => undefined };

/**
 * Reads, decides and writes until nobody else was faster. `decide` reads what it needs and returns the changes, or
 * nothing when the wanted state is reached already (also by its own earlier attempt whose answer was lost). It may be
 * called several times, so it has no effect but its reads. Throws when its patience is over: nothing was written.
 */
export async function settleChange<T>(
  table: Table,
  decide: () => Promise<{ changes: Change[]; result: T }>,
  { attempts, pause }: Patience = AT_ONCE,
): Promise<T> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const { changes, result } = await decide();
    if (changes.length === 0 || (await table.write(changes))) return result;
    await pause(attempt);
  }
  throw new Error(`The ledger changed ${attempts} times while it was being decided about; it will be tried again.`);
}
