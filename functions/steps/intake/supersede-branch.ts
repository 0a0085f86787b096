import { branchOf, isImage, type Push } from '#core/intake/push.ts';
import type { ServiceHead, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import type { Change, Table } from '#core/ports/table.ts';
import { recentReleases } from '../recent-releases.ts';

const LOOKED_AT = 50;

/**
 * A deleted branch releases nothing, and what still waits on it goes nowhere; what has touched a stage goes on. A deletion
 * that does not continue the chain may be late, and the branch may be back: then it ends only what it knew of.
 */
export async function supersedeBranch(table: Table, service: string, push: Push, gap: boolean): Promise<Change[]> {
  const head = (await table.read(keys.head(service))) as Stored<ServiceHead> | undefined;
  if (!head) return [];
  const number = gap ? await numberOf(table, service, push.before) : head.lastNumber;
  if (number <= (head.supersededUpTo?.number ?? 0)) return [];
  const what = isImage(push) ? 'tag' : 'branch';
  const reason = `the ${what} ${branchOf(push.ref)} was deleted${push.found ? '' : ` by ${push.sender}`}`;
  return [put(keys.head(service), head, { ...head, supersededUpTo: { number, reason } })];
}

/** The newest release of a commit, among the recent ones; 0 when there is none. A rollback by hand is no push of it. */
async function numberOf(table: Table, service: string, sha: string): Promise<number> {
  const recent = await recentReleases(table, service, LOOKED_AT);
  return recent.find((release) => release.sha === sha && !release.turnsBack)?.number ?? 0;
}
