import { HOST_NAMES, hostOf } from '#core/intake/repository-id.ts';
import type { Deliveries } from '#core/ports/deliveries.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { type CompareBranchPorts, compareBranch } from './compare-branch.ts';
import { redeliverFailed } from './redeliver-failed.ts';
import { type TrackedBranch, trackedBranches } from './tracked-branches.ts';

export interface FindLostPushesPorts extends CompareBranchPorts {
  /** Absent without a token. */
  deliveries?: Deliveries | undefined;
  /** The webhook's number by its repository's, at GitHub. */
  hooks: ReadonlyMap<number, number>;
}

/** What one search did, in sentences. */
export interface Search {
  branches: number;
  found: string[];
  suspected: string[];
  putRight: string[];
  /** The guids of deliveries that the host was asked to send again. */
  redelivered: string[];
  /** Repositories and webhooks that cannot be read, with what mends it. */
  unreadable: string[];
  /** What went wrong otherwise; the next search tries again. */
  failed: string[];
  /** What this search could not do, and why. */
  limits: string[];
}

/** In one run: GitHub and the webhook are asked for more in the next one. */
const MOST_REDELIVERIES = 20;
/** Branches that are compared at the same time: a host that does not answer costs all of them one time-out. */
const AT_ONCE = 10;

/**
 * Looks for pushes whose webhook was lost: has failed deliveries sent again, and compares the head of every branch with the
 * ledger. One repository that cannot be read keeps none of the others from being looked at. Safe to run at any time, and twice
 * at once. Throws only when the ledger does not say which branches there are.
 */
export async function findLostPushes(ports: FindLostPushesPorts): Promise<Search> {
  const branches = await trackedBranches(ports.table);
  const search: Search = {
    branches: branches.length,
    found: [],
    suspected: [],
    putRight: [],
    redelivered: [],
    unreadable: [],
    failed: [],
    limits: [],
  };
  for (const repository of new Map(branches.map((tracked) => [tracked.repository.id, tracked.repository])).values())
    await attempt(search, repository.name, () => redeliver(ports, search, repository));
  for (let at = 0; at < branches.length; at += AT_ONCE)
    await Promise.all(
      branches
        .slice(at, at + AT_ONCE)
        .map((tracked) =>
          attempt(search, `${tracked.repository.name} ${tracked.branch}`, () => compare(ports, search, tracked)),
        ),
    );
  return search;
}

async function attempt(search: Search, what: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const list = error instanceof RepositoryUnreadable ? search.unreadable : search.failed;
    list.push(`${what}: ${(error as Error).message}`);
  }
}

async function redeliver(
  { deliveries, hooks, table, now }: FindLostPushesPorts,
  search: Search,
  repository: TrackedBranch['repository'],
): Promise<void> {
  if (typeof repository.id !== 'number') {
    search.limits.push(
      `${repository.name}: only branch heads are compared, ${HOST_NAMES[hostOf(repository.id)]} sends nothing again on request`,
    );
    return;
  }
  const id = hooks.get(repository.id);
  if (!deliveries || (id === undefined && (await deliveries.isNumbered()))) {
    const lacking = deliveries ? `GITHUB_HOOKS does not name its webhook` : 'there is no token (GITHUB_TOKEN_SECRET)';
    search.limits.push(`${repository.name}: only branch heads are compared, ${lacking}`);
    return;
  }
  const most = MOST_REDELIVERIES - search.redelivered.length;
  if (most <= 0) return;
  const { guids, isCut } = await redeliverFailed({ table, deliveries, now }, { repository, id }, most);
  search.redelivered.push(...guids);
  if (isCut) search.limits.push(`${repository.name}: it has more deliveries than one search goes through`);
}

async function compare(ports: FindLostPushesPorts, search: Search, tracked: TrackedBranch): Promise<void> {
  const { kind, message } = await compareBranch(ports, tracked);
  if (kind === 'found') search.found.push(message);
  else if (kind === 'suspected') search.suspected.push(message);
  else if (kind === 'put right') search.putRight.push(message);
}
