import type { OutcomeError } from '#core/errors.ts';
import { branchOf } from '#core/intake/push.ts';
import type { ServiceHead, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { isTerminal, releaseId } from '#core/release/release.ts';
import { recentRivals } from '#functions/steps/recent-rivals.ts';
import type { SeenCommit } from './see-commit.ts';

/**
 * Why nobody waits for this release any more. A newer one supersedes it once it has its own checks behind it: one that still waits for them may
 * turn out red, and where pushes come faster than checks nothing would ever be released.
 */
export async function whyPointless(
  table: Table,
  release: StoredRelease,
  { isGone }: SeenCommit,
): Promise<{ error: OutcomeError; reason: string } | undefined> {
  const newer = (await recentRivals(table, release)).find(
    (rival) => rival.number > release.number && hasPassed(rival.state),
  );
  if (newer) return { error: 'Superseded', reason: `superseded by ${releaseId(newer)} while it waited for its checks` };
  const head = (await table.read(keys.head(release.service))) as Stored<ServiceHead> | undefined;
  if (head?.supersededUpTo && head.supersededUpTo.number >= release.number)
    return { error: 'Superseded', reason: head.supersededUpTo.reason };
  return isGone ? { error: 'Stale', reason: `the commit is no longer on ${branchOf(release.ref)}` } : undefined;
}

const hasPassed = (state: StoredRelease['state']): boolean =>
  isTerminal(state) ? state === 'SUCCEEDED' : state !== 'ACCEPTED' && state !== 'CHECKING';
