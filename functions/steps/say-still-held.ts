import type { Environment, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import type { Release } from '#core/release/release.ts';

/**
 * A rollback by hand keeps everybody out of its stage from the moment that it is asked for, and goes on doing so when it comes to
 * nothing: the end of a sentence that says so. Empty where there is nothing to say.
 */
export async function sayStillHeld(
  table: Table,
  { service, number, turnsBack }: Pick<Release, 'service' | 'number' | 'turnsBack'>,
): Promise<string> {
  if (!turnsBack) return '';
  const { stage } = turnsBack;
  const environment = (await table.read(keys.environment(service, stage))) as Stored<Environment> | undefined;
  return environment?.hold?.turn === number
    ? `; ${stage} stays held until somebody runs \`bakewatch resume ${service} ${stage}\``
    : '';
}
