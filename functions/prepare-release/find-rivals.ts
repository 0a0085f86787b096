import type { Environment, Stored, StoredRelease } from '#core/ledger/items.ts';
import { STAGE_PREFIX, servicePartition } from '#core/ledger/keys.ts';
import type { SourceHost } from '#core/ports/source-host.ts';
import type { Table } from '#core/ports/table.ts';
import { isTerminal, releaseId } from '#core/release/release.ts';
import { recentRivals } from '#functions/steps/recent-rivals.ts';

const ASKED_ABOUT = 3;

/**
 * The id of a newer release that makes this one pointless. One that was stale or rejected from the start supersedes nobody;
 * nor does one of which it is not yet known whether it is newer.
 */
export async function findNewer(table: Table, release: StoredRelease): Promise<string | undefined> {
  const newer = (await recentRivals(table, release)).find(
    ({ number, state, unordered }) =>
      (!isTerminal(state) || state === 'SUCCEEDED') && number > release.number && !(unordered && state === 'ACCEPTED'),
  );
  return newer && releaseId(newer);
}

/**
 * The id of a release whose commit contains this one's, and which is live or has been in a stage, however it ended there:
 * then this one's push came late, whatever its number says, and going forward with it would be going back. Undefined when
 * there is none. Throws when the repository cannot be asked.
 */
export async function findLater(
  { table, sourceHost }: { table: Table; sourceHost: SourceHost },
  release: StoredRelease,
): Promise<string | undefined> {
  const rivals = (await recentRivals(table, release)).filter(
    ({ state, stage }) => !isTerminal(state) || stage !== undefined,
  );
  const heads = [
    ...rivals.filter(({ sha }) => sha !== release.sha).slice(0, ASKED_ABOUT),
    ...(await running(table, release)),
  ];
  const repository = { id: release.repositoryId, name: release.repositoryName };
  const asked = new Set([release.sha]);
  for (const head of heads) {
    if (asked.has(head.sha)) continue;
    asked.add(head.sha);
    if ((await sourceHost.isOnBranch(repository, head.sha, release.sha)) !== 'gone') return releaseId(head);
  }
  return undefined;
}

/**
 * What is current in the stages, for what a person ordered: she may name any commit, also one of long ago, when what runs is older
 * than the rivals that are looked at.
 */
async function running(
  table: Table,
  { service, askedFor }: StoredRelease,
): Promise<{ service: string; number: number; sha: string }[]> {
  if (!askedFor) return [];
  const environments = (await table.list(servicePartition(service), { prefix: STAGE_PREFIX })) as Stored<Environment>[];
  return environments.flatMap(({ current }) =>
    current ? [{ service, number: current.release, sha: current.sha }] : [],
  );
}
