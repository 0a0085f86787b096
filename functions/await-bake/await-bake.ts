import { judge, type Verdict } from '#core/bake/judge.ts';
import type { Hold, Run, Stored } from '#core/ledger/items.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { BakeRule, StagePlan } from '#core/plan/plan.ts';
import type { Alarms } from '#core/ports/alarms.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet } from '#core/ports/fleet.ts';
import type { Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { type Again, lookAgainAt } from '#core/waits/sooner.ts';
import { holdFence, releaseOf } from '#functions/steps/hold-fence.ts';
import { lookOrPark } from '#functions/steps/look-or-park.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { renewLease } from '#functions/steps/renew-lease.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import { observe } from './observe.ts';
import { type BakeEnd, consented, recordVerdict } from './record-verdict.ts';

export interface AwaitBakePorts {
  table: Table;
  tokens: Tokens;
  fleet: Fleet;
  alarms: Alarms;
  now: Now;
}

export interface AwaitBakeInput {
  release: string;
  stage: StagePlan;
  fence: number;
  /** When the state machine came here, which has computed from it when the bake is over; absent in executions that began before. */
  since?: number;
  token: string;
  attempt: string;
  lookAfter: number;
}

/** Watches alarms and evidence until there is a verdict. */
export async function awaitBake(ports: AwaitBakePorts, input: AwaitBakeInput): Promise<void> {
  const { release, stage } = input;
  await renewLease(ports, { release, stage: stage.name }, input.fence, input.lookAfter);
  await startBake(ports, input);
  const parking = {
    release,
    what: `${stage.name}/bake`,
    wakeKeys: [...stage.bake.alarms.map(wakeKeys.alarm), wakeKeys.stage(releaseOf(release).service, stage.name)],
    token: input.token,
    attempt: input.attempt,
  };
  await lookOrPark(ports, parking, async () => ({ settled: await look(ports, input) }));
}

/** An emergency is watched for one evaluation of its alarms, and for nothing else. */
const ruleOf = ({ bake }: StagePlan, { isEmergency }: Run): BakeRule => {
  if (!isEmergency) return bake;
  const { evidence: _evidence, ...rule } = bake;
  return { ...rule, forMs: 0 };
};

/**
 * The bake begins when the state machine says so: counted from a cold start later, the look at its end would come too early, and
 * the next one minutes after.
 */
function startBake({ table, now }: AwaitBakePorts, { release: id, stage, since }: AwaitBakeInput): Promise<void> {
  return settleChange(table, async () => {
    const run = (await table.read(keys.run(id, stage.name))) as Stored<Run>;
    if (run.bakeStartedAt !== undefined || run.rollback) return { changes: [], result: undefined };
    const at = now();
    const started = record(await readRelease(table, id), {
      kind: 'bake-started',
      to: 'BAKING',
      at,
      actor: 'bakewatch',
      stage: stage.name,
      sentence: `bakes in ${stage.name}, watching ${stage.bake.alarms.join(', ') || 'the tasks only'}`,
      alarms: stage.bake.alarms,
    });
    const bakeStartedAt = Math.min(at, since ?? at);
    return { changes: [change(run, { ...run, bakeStartedAt }), ...started], result: undefined };
  });
}

async function look(ports: AwaitBakePorts, input: AwaitBakeInput): Promise<BakeEnd | Again | undefined> {
  const { release, stage, fence } = input;
  const environment = await holdFence(ports.table, { release, stage: stage.name }, fence);
  const run = (await ports.table.read(keys.run(release, stage.name))) as Stored<Run>;
  // A person has cancelled it: what the alarms say no longer matters.
  if (run.rollback) return { status: 'unhealthy', reason: run.rollback.reason };
  const now = ports.now();
  const rule = ruleOf(stage, run);
  const seen = await observe(ports, input, run, rule, now);
  const verdict = judge(rule, seen, now);
  const end = conclude(stage, consented(run, verdict), environment.hold, verdict, now);
  await recordVerdict(ports, { release, stage: stage.name, fence }, { verdict, end, samples: seen.samples });
  // A lock that names no execution is of a machine of before, which takes this answer for bad news.
  if (end === undefined && run.isEmergency && environment.holder?.execution)
    return lookAgainAt(verdict.until, input.lookAfter, ports.now());
  return end === 'hold' ? undefined : end;
}

/** `hold`: nobody knows, and a person must say. Undefined: not yet. */
function conclude(
  stage: StagePlan,
  run: Run,
  hold: Hold | undefined,
  verdict: Verdict,
  now: number,
): BakeEnd | 'hold' | undefined {
  if (verdict.kind === 'not yet') return undefined;
  if (verdict.kind !== 'inconclusive') return { status: verdict.kind, reason: verdict.reason };
  const reason = `inconclusive: ${verdict.reason}`;
  if (run.accepted)
    return { status: 'healthy', reason: `accepted by ${run.accepted.by} (${run.accepted.reason}) although ${reason}` };
  if (stage.bake.inconclusive === 'rollback') return { status: 'unhealthy', reason };
  if (hold && now >= hold.since + stage.bake.decideWithinMs)
    return { status: 'unhealthy', reason: `nobody decided in time over a bake that was ${reason}` };
  return 'hold';
}
