import { outcomeError } from '#core/errors.ts';
import type { ConfigItem, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { record } from '#core/ledger/record.ts';
import { makePlan, turnPlan } from '#core/plan/make-plan.ts';
import type { Plan } from '#core/plan/plan.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import { isTerminal } from '#core/release/release.ts';
import { TOUCHED } from '#functions/steps/end-release.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import type { Prepared } from './prepared.ts';

export interface Settling {
  release: string;
  executionArn: string;
  /** How the execution ended that drove the release: Step Functions' own word. */
  settle: string;
}

/** The plan that makes the stage safe in which a dead execution left its release. From now on this execution drives it. */
export function prepareSettling({ table, now }: { table: Table; now: Now }, input: Settling): Promise<Prepared> {
  return settleChange<Prepared>(table, async () => {
    const release = await readRelease(table, input.release);
    if (isTerminal(release.state))
      return {
        changes: [],
        result: {
          proceed: false,
          error: release.state === 'SUCCEEDED' ? 'Superseded' : outcomeError(release.state),
          reason: release.reason ?? release.state,
        },
      };
    const why = `its execution ${SAID[input.settle] ?? `ended (${input.settle})`}, and nobody drove it any more`;
    if (!TOUCHED.has(release.state))
      return { changes: [], result: { proceed: false, error: 'Failed', reason: `${why}; it is in no stage` } };
    const plan = await planOf(table, release, why);
    if (!plan)
      return {
        changes: [],
        result: { proceed: false, error: 'Failed', reason: `${why}; what it was going to do is not known` },
      };
    const result = { proceed: true as const, plan };
    if (release.executionArn === input.executionArn) return { changes: [], result };
    const settling = record(release, {
      kind: 'settling',
      at: now(),
      actor: 'bakewatch',
      sentence: `makes ${release.stage} safe: ${why}`,
      set: { executionArn: input.executionArn },
    });
    return { changes: settling, result };
  });
}

/** The plan that the release began with; of one that began before plans were kept, what is configured now. */
async function planOf(table: Table, release: StoredRelease, why: string): Promise<Plan | undefined> {
  const kept = (await table.read(keys.plan(`${release.service}#${release.number}`))) as { plan?: Plan } | undefined;
  const item = (await table.read(keys.config(release.repositoryId, release.service))) as ConfigItem | undefined;
  const plan = kept?.plan ?? (item && makePlan(release, item.config));
  return plan && turnPlan(plan, release.stage ?? '', 'settle', why);
}

const SAID: Record<string, string> = {
  ABORTED: 'was stopped by somebody',
  TIMED_OUT: 'took longer than it may',
  FAILED: 'broke off',
};
