import type { IamRequest } from '../iam-request.ts';
import { type Statement, speaksOf } from './statement.ts';

/** What IAM says to a request, and by which statements. */
export interface Decision {
  /** `denied`: a statement denies it, and what others allow does not count. `not allowed`: no statement speaks of it. */
  verdict: 'allowed' | 'denied' | 'not allowed';
  by: Statement[];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html, for one role with identity policies alone. */
export function decide(statements: Statement[], request: IamRequest): Decision {
  const spoken = statements.filter((statement) => speaksOf(statement, request));
  const denying = spoken.filter(({ effect }) => effect === 'Deny');
  if (denying.length > 0) return { verdict: 'denied', by: denying };
  return { verdict: spoken.length > 0 ? 'allowed' : 'not allowed', by: spoken };
}
