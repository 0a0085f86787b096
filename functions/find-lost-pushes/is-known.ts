import type { ConfigItem, PushedCommit, StoredRelease } from '#core/ledger/items.ts';
import { commitPartition, pushPartition, repositoryPartition, SERVICE_PREFIX } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { recentReleases } from '#functions/steps/recent-releases.ts';
import type { TrackedBranch } from './tracked-branches.ts';

const LOOKED_AT = 20;

/**
 * Some push ended at the commit and none went on from there: then it is known what became of it, and only the ledger's head is
 * not the newest, because webhooks came in another order than the pushes.
 */
export async function isKnownEnd(table: Table, { repository, branch }: TrackedBranch, sha: string): Promise<boolean> {
  const ref = `refs/heads/${branch}`;
  const [ended, [successor]] = await Promise.all([
    table.list(commitPartition(repository.id, sha), { prefix: `${ref}#` }),
    table.list(pushPartition(repository.id, ref), { prefix: `PUSH#${sha}#`, limit: 1 }),
  ]);
  return !successor && (ended as unknown as PushedCommit[]).some((push) => push.ref === ref && !push.late);
}

/**
 * In every service of the branch the newest push that is not given up is of this commit: whatever came in between was told
 * late, and one more release would only be built again.
 */
export async function isInForce(table: Table, { repository, branch }: TrackedBranch, sha: string): Promise<boolean> {
  const configs = (await table.list(repositoryPartition(repository.id), {
    prefix: SERVICE_PREFIX,
  })) as unknown as ConfigItem[];
  const services = configs.filter(({ config }) => config.branch === branch).map(({ service }) => service);
  const newest = await Promise.all(services.map((service) => newestInForce(table, service)));
  return newest.every((release) => release?.sha === sha);
}

async function newestInForce(table: Table, service: string): Promise<StoredRelease | undefined> {
  const recent = await recentReleases(table, service, LOOKED_AT);
  return recent.find(({ state, turnsBack }) => !turnsBack && state !== 'SUPERSEDED' && state !== 'STALE');
}
