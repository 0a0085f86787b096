import type { ApprovalFacts } from '#core/admission/admit.ts';
import type { ConfigItem, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { unchanged } from '#core/ledger/record.ts';
import { approvalsNeeded, isAuthor, mayDo } from '#core/people/who.ts';
import type { ApprovalRule } from '#core/plan/plan.ts';
import type { Change, Table } from '#core/ports/table.ts';

/**
 * The approvals that count now: for what would be deployed, by persons who may approve at this moment, whatever they might
 * when they did; each once. Without a configuration nobody may. `bound` holds while the configuration says the same.
 */
export async function readApproval(
  table: Table,
  release: StoredRelease,
  run: Run,
  rule: ApprovalRule,
): Promise<{ facts: ApprovalFacts; bound: Change }> {
  const key = keys.config(release.repositoryId, release.service);
  const item = (await table.read(key)) as Stored<ConfigItem> | undefined;
  const config = item?.config;
  const counts = (name: string): boolean =>
    config !== undefined &&
    mayDo(config, 'approve', name) &&
    (rule.authorMayApprove || !isAuthor(config, release, name));
  const given = (run.approvals ?? [])
    .filter(({ by, digest }) => digest === release.digest && counts(by))
    .filter(({ by }, i, all) => all.findIndex((other) => other.by === by) === i);
  const facts = { needed: approvalsNeeded(rule, release), within: rule.within, given, rejected: run.rejected };
  return { facts, bound: unchanged(key, item) };
}
