import type { PushHead, Sighting, Stored } from '../ledger/items.ts';

export interface BranchFacts {
  /** The branch's head now: 40 hex digits; zeros: the branch is not there. */
  branch: string;
  /** Where the ledger has it. */
  head: Pick<Stored<PushHead>, 'after' | 'version'> | undefined;
  /** What the last look saw. */
  sighting: Sighting | undefined;
  now: number;
}

export type BranchVerdict =
  | { kind: 'as known' }
  /** To be remembered: the branch was never looked at before; it is not where the ledger has it; or it is there again. */
  | { kind: 'first seen' | 'suspected' | 'back again'; sighting: Sighting }
  | { kind: 'suspected already'; since: number }
  /** Webhooks are missing between `before` and the branch's head, and have been since then. */
  | { kind: 'lost'; before: string; since: number };

/** A webhook that is merely on its way is there by then. */
const ON_ITS_WAY_MS = 60_000;

/**
 * Did a push get lost? Yes, when the branch is not where the ledger has it, was not there either when it was looked at a minute ago
 * or more, and the ledger has heard of no push in between. A branch of which no push was ever accepted is taken as it is
 * when it is looked at first: what was on it before is nobody's release.
 */
export function judgeBranch({ branch, head, sighting, now }: BranchFacts): BranchVerdict {
  const headVersion = head?.version ?? 0;
  const last = sighting?.headVersion === headVersion ? sighting : undefined;
  const known = head?.after ?? last?.known;
  if (known === undefined) return { kind: 'first seen', sighting: { branch, known: branch, headVersion, since: now } };
  const seen: Sighting = { branch, known, headVersion, since: now };
  const wasElsewhere = last !== undefined && last.branch !== known;
  if (branch === known) return wasElsewhere ? { kind: 'back again', sighting: seen } : { kind: 'as known' };
  if (!wasElsewhere) return { kind: 'suspected', sighting: seen };
  return now - last.since >= ON_ITS_WAY_MS
    ? { kind: 'lost', before: known, since: last.since }
    : { kind: 'suspected already', since: last.since };
}
