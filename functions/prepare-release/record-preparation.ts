import { allMissing, sayNames } from '#core/checks/open-checks.ts';
import { sayDuration } from '#core/config/duration.ts';
import type { StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { put, record } from '#core/ledger/record.ts';
import type { Plan } from '#core/plan/plan.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import type { Release } from '#core/release/release.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

/** Of a release as it is after its preparation: who drives it, if it has not ended, and by which plan, if it was prepared before. */
export type Driver = Pick<StoredRelease, 'executionArn' | 'state' | 'reason'> & { plan?: Plan | undefined };

/** `read`: what was asked of the repository about the commit. Returns the release as it is afterwards: whoever came first drives it, and its plan is the one that is kept. */
export function recordPreparation(
  { table, now }: { table: Table; now: Now },
  { release: id, executionArn }: { release: string; executionArn: string },
  { plan, sentence = sayPlan(plan), read = {} }: { plan: Plan; sentence?: string; read?: Partial<Release> },
): Promise<Driver> {
  return settleChange<Driver>(table, async () => {
    const release = await readRelease(table, id);
    const planKey = keys.plan(id);
    const before = await table.read(planKey);
    if (release.state !== 'ACCEPTED')
      return { changes: [], result: { ...release, plan: before?.['plan'] as Plan | undefined } };
    const at = now();
    const { to, set } = firstMove(plan, at);
    const prepared = record(release, {
      kind: 'prepared',
      to,
      at,
      actor: 'bakewatch',
      sentence,
      set: { ...read, ...set, executionArn },
    });
    const kept = put(planKey, before, { plan });
    return { changes: [...prepared, kept], result: { state: release.state, executionArn } };
  });
}

function firstMove({ checks, build, turn }: Plan, at: number): { to: Release['state']; set?: Partial<Release> } {
  if (checks) return { to: 'CHECKING', set: { checks: allMissing(checks.require, at, checks.within) } };
  return { to: build.reuse || turn ? 'PREPARING' : 'BUILDING' };
}

function sayPlan({ build, stages, checks }: Plan): string {
  const first = checks
    ? `waits for ${sayNames(checks.require)} to be green, at most ${sayDuration(checks.within)}; `
    : '';
  const then = stages.map(({ name }) => name).join(' and ');
  if (!build.project) return `${first}takes the image as it was pushed, ${build.reuse?.slice(0, 19)}, then ${then}`;
  return `${first}${
    build.reuse
      ? `this commit was built before: ${build.reuse.slice(0, 19)} is used again`
      : `will build with ${build.project}, then ${then}`
  }`;
}
