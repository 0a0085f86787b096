import type { Stored, Wait } from '#core/ledger/items.ts';
import { waitPartition } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';

/** What every woken wait is answered with. It carries no verdict: whoever wakes looks for itself. */
export const WOKEN = { status: 'woken' } as const;

/** Wakes whatever waits on any of the keys. Waking too often, too late or nobody is harmless. Returns how many were awake to hear it. */
export async function wake(ports: { table: Table; tokens: Tokens }, wanted: string[]): Promise<number> {
  const waits = (await Promise.all(wanted.map((key) => ports.table.list(waitPartition(key))))).flat() as Stored<Wait>[];
  const answers = await Promise.all(
    waits.map(async (wait) => {
      const answer = await ports.tokens.answer(wait.token, WOKEN);
      await ports.table.write([{ remove: wait, expected: wait.version }]);
      return answer;
    }),
  );
  return answers.filter((answer) => answer === 'answered').length;
}

/**
 * Wakes after something was committed, as well as it goes: what was committed stands whoever hears of it, and those who wait look
 * by themselves before long. A lost wake costs one look, never the work that it would have told of.
 */
export async function wakeAfterwards(ports: { table: Table; tokens: Tokens }, wanted: string[]): Promise<void> {
  await wake(ports, wanted).catch(() => undefined);
}
