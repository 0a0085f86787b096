import type { Grant } from './create-authorizer.ts';
import { whyUsedByAws } from './used-by-aws.ts';

/** What an authorizer has seen, and whose calls those were. */
export interface Usage {
  by: string;
  granted: Grant[];
  used: Grant[];
  refused: string[];
}

/** One granted action, and what needs it. Nobody does when `usedBy` is empty and AWS does not either. */
export interface GrantUse extends Grant {
  usedBy: string[];
  usedByAws: string | undefined;
}

export interface Judgement {
  grants: GrantUse[];
  unused: GrantUse[];
  /** Calls that were refused, a sentence each. */
  refused: string[];
}

/**
 * Puts together what several authorizers have seen: every granted action with those who used it. Their policies may be of different
 * configurations, where the same statement has another place: a grant is known by its role, its action, and which of the statements with that action it is in.
 */
export function judgeUsage(usages: Usage[]): Judgement {
  const uses = new Map<string, GrantUse>();
  for (const { by, granted, used } of usages) {
    const keys = numbered(granted);
    for (const [grant, key] of keys)
      if (!uses.has(key)) uses.set(key, { ...grant, usedBy: [], usedByAws: reasonOf(grant) });
    for (const [grant, key] of keys) {
      const usedBy = uses.get(key)?.usedBy ?? [];
      if (used.some((one) => isSame(one, grant)) && !usedBy.includes(by)) usedBy.push(by);
    }
  }
  const grants = [...uses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
  return {
    grants,
    unused: grants.filter(({ usedBy, usedByAws }) => usedBy.length === 0 && usedByAws === undefined),
    refused: [...new Set(usages.flatMap(({ refused }) => refused))],
  };
}

function numbered(granted: Grant[]): [Grant, key: string][] {
  const seen = new Map<string, number>();
  return granted.map((grant) => {
    const action = `${grant.principal} ${grant.action}`;
    const number = (seen.get(action) ?? 0) + 1;
    seen.set(action, number);
    return [grant, `${action} ${number}`];
  });
}

const isSame = (one: Grant, other: Grant): boolean =>
  one.principal === other.principal && one.action === other.action && one.statement === other.statement;

function reasonOf({ principal, action }: Grant): string | undefined {
  const [kind = ''] = principal.split(' ');
  const reason = whyUsedByAws(kind, action);
  return reason && `${reason.why} (${reason.document})`;
}
