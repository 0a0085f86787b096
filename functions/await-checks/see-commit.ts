import { isPassed, type SeenChecks } from '#core/checks/judge-checks.ts';
import { branchOf } from '#core/intake/push.ts';
import type { StoredRelease } from '#core/ledger/items.ts';
import type { Checks } from '#core/ports/checks.ts';
import type { SourceHost } from '#core/ports/source-host.ts';

export interface CommitPorts {
  checks: Checks;
  sourceHost: Pick<SourceHost, 'isOnBranch'>;
}

/** What the host shows of a commit. */
export interface SeenCommit {
  seen: SeenChecks;
  /** It is no longer on its branch. */
  isGone?: true;
}

/**
 * Asks for the commit's checks, and once they are green whether anybody still wants it: it may have waited for long. A host that cannot be
 * asked has shown nothing.
 */
export async function seeCommit(
  { checks, sourceHost }: CommitPorts,
  { repositoryId: id, repositoryName: name, sha, ref }: StoredRelease,
  require: string[],
): Promise<SeenCommit> {
  const repository = { id, name };
  try {
    const seen = { shown: await checks.shown(repository, sha) };
    if (!isPassed(require, seen)) return { seen };
    const standing = await sourceHost.isOnBranch(repository, branchOf(ref), sha);
    return { seen, ...(standing === 'gone' ? { isGone: true } : {}) };
  } catch (error) {
    return { seen: { unreadable: (error as Error).message } };
  }
}
