import type { ServiceConfig } from '../config/schema.ts';
import type { Approval, Run } from '../ledger/items.ts';
import type { ApprovalRule } from '../plan/plan.ts';
import type { Release } from '../release/release.ts';
import { isAuthor, mayDo } from './who.ts';

/**
 * The approvals that count now: for what would be deployed, by persons who may approve at this moment, whatever they might when they
 * did; each person once. Without a configuration nobody may.
 */
export function countingApprovals(
  { approvals = [] }: Pick<Run, 'approvals'>,
  release: Pick<Release, 'digest' | 'repositoryId' | 'author' | 'pusher' | 'pusherId' | 'askedFor'>,
  { authorMayApprove }: Pick<ApprovalRule, 'authorMayApprove'>,
  config: Pick<ServiceConfig, 'people' | 'may'> | undefined,
): Approval[] {
  if (!config) return [];
  const counts = ({ by, digest }: Approval): boolean =>
    digest === release.digest && mayDo(config, 'approve', by) && (authorMayApprove || !isAuthor(config, release, by));
  return approvals.filter(counts).filter(({ by }, i, all) => all.findIndex((other) => other.by === by) === i);
}

/**
 * So many persons must approve. Of a push that was found at its branch nobody knows who made it: one of those who approve may have, so
 * there must be one more. Not so of one that a person ordered: she answers for it as who pushes does, and approves it no more than that one.
 */
export const approvalsNeeded = (
  { from, authorMayApprove }: Pick<ApprovalRule, 'from' | 'authorMayApprove'>,
  { pusher, askedFor }: Pick<Release, 'pusher' | 'askedFor'>,
): number => (authorMayApprove || pusher !== undefined || askedFor ? from : from + 1);
