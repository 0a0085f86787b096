import type { ApprovalFacts } from '#core/admission/admit.ts';
import type { ConfigItem, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { unchanged } from '#core/ledger/record.ts';
import { approvalsNeeded, countingApprovals } from '#core/people/approvals.ts';
import type { ApprovalRule } from '#core/plan/plan.ts';
import type { Change, Table } from '#core/ports/table.ts';

/** What admission has to know of the release's approvals. `bound` holds while the configuration says the same. */
export async function readApproval(
  table: Table,
  release: StoredRelease,
  run: Run,
  rule: ApprovalRule,
): Promise<{ facts: ApprovalFacts; bound: Change }> {
  const key = keys.config(release.repositoryId, release.service);
  const item = (await table.read(key)) as Stored<ConfigItem> | undefined;
  const given = countingApprovals(run, release, rule, item?.config);
  const facts = { needed: approvalsNeeded(rule, release), within: rule.within, given, rejected: run.rejected };
  return { facts, bound: unchanged(key, item) };
}
