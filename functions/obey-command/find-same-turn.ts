import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { isTerminal, releaseId } from '#core/release/release.ts';
import { recentReleases } from '#functions/steps/recent-releases.ts';

const LOOKED_AT = 20;

/** The id of a recent release that takes the stage back there already; undefined when none does. `table` reads each item once. */
export async function findSameTurn(
  table: Table,
  { service, stage }: { service: string; stage: string },
  to: number,
): Promise<string | undefined> {
  // Before the list: the new release is bound to this version of it, so that none comes in between.
  await table.read(keys.head(service));
  const recent = await recentReleases(table, service, LOOKED_AT);
  const same = recent.find(
    ({ state, turnsBack }) => !isTerminal(state) && turnsBack?.stage === stage && turnsBack.goesTo.release === to,
  );
  return same && releaseId(same);
}
