import type { Change, Table } from '#core/ports/table.ts';

const MOST_ATTEMPTS = 8;

/**
 * Reads, decides and writes until nobody else was faster. `decide` reads what it needs and returns the changes, or
 * nothing when the wanted state is reached already (also by its own earlier attempt whose answer was lost). It may be
 * called several times, so it has no effect but its reads.
 */
export async function settleChange<T>(
  table: Table,
  decide: () => Promise<{ changes: Change[]; result: T }>,
): Promise<T> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const { changes, result } = await decide();
    if (changes.length === 0 || (await table.write(changes))) return result;
  }
  throw new Error(
    `The ledger changed ${MOST_ATTEMPTS} times while it was being decided about; it will be tried again.`,
  );
}
