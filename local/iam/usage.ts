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

/** Puts together what several authorizers have seen: every granted action with those who used it. */
export function judgeUsage(usages: Usage[]): Judgement {
  const uses = new Map<string, GrantUse>();
  for (const { granted } of usages)
    for (const grant of granted) uses.set(keyOf(grant), { ...grant, usedBy: [], usedByAws: reasonOf(grant) });
  for (const { by, used } of usages)
    for (const grant of used) {
      const use = uses.get(keyOf(grant));
      if (use && !use.usedBy.includes(by)) use.usedBy.push(by);
    }
  const grants = [...uses.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return {
    grants,
    unused: grants.filter(({ usedBy, usedByAws }) => usedBy.length === 0 && usedByAws === undefined),
    refused: [...new Set(usages.flatMap(({ refused }) => refused))],
  };
}

const keyOf = ({ principal, statement, action }: Grant): string => `${principal} ${action} ${statement}`;

function reasonOf({ principal, action }: Grant): string | undefined {
  const [kind = ''] = principal.split(' ');
  const reason = whyUsedByAws(kind, action);
  return reason && `${reason.why} (${reason.document})`;
}
