import { dueAt, evidenceUntil, type FleetHealth, type Observations, watchedFrom } from '#core/bake/judge.ts';
import { untrue } from '#core/deployment/judge-deployment.ts';
import { primaryOf } from '#core/deployment/primary-of.ts';
import type { DeploymentRecord, Run, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { BakeRule, StagePlan } from '#core/plan/plan.ts';
import type { Alarms } from '#core/ports/alarms.ts';
import type { Fleet, Target } from '#core/ports/fleet.ts';
import type { Table } from '#core/ports/table.ts';
import { digestOf } from '#core/words/digest-of.ts';

interface ObservePorts {
  table: Table;
  fleet: Fleet;
  alarms: Alarms;
}

/**
 * Everything that a verdict at the time `now` depends on. Evidence is asked for when the time is over: before that it decides
 * nothing, and CloudWatch bills every question.
 */
export async function observe(
  ports: ObservePorts,
  input: { release: string; stage: StagePlan },
  run: Run,
  rule: BakeRule,
  now: number,
): Promise<Observations> {
  const { stage, release } = input;
  const records = await Promise.all(
    stage.targets.map((target) => readIntent(ports.table, release, stage.name, target)),
  );
  const deployStartedAt = Math.min(...records.map((r) => r.intentAt));
  const bakeStartedAt = run.bakeStartedAt ?? now;
  const baseline = run.baseline ?? {};
  const { where, evidence } = rule;
  const isDue = now >= dueAt(rule, { bakeStartedAt, baseline });
  const [alarms, samples, fleet] = await Promise.all([
    ports.alarms.read(where, stage.bake.alarms, (name) => watchedFrom({ baseline, deployStartedAt }, name)),
    evidence && isDue
      ? ports.alarms.samples(where, evidence, bakeStartedAt, evidenceUntil({ baseline }, evidence.period, now))
      : undefined,
    Promise.all(stage.targets.map((target, i) => checkTarget(ports.fleet, target, records[i] as DeploymentRecord))),
  ]);
  return { deployStartedAt, bakeStartedAt, baseline, alarms, voided: run.voided, samples, fleet };
}

async function readIntent(table: Table, release: string, stage: string, target: Target): Promise<DeploymentRecord> {
  const record = (await table.read(keys.deployment(release, stage, target.name, 'forward'))) as
    | Stored<DeploymentRecord>
    | undefined;
  if (!record) throw new Error(`${release} bakes in ${stage} but was never deployed to ${target.name}.`);
  return record;
}

/** ECS may answer with what was true a moment ago: that another revision took over counts only when seen twice. */
async function checkTarget(fleet: Fleet, target: Target, intent: DeploymentRecord): Promise<FleetHealth> {
  const first = await lookAtTarget(fleet, target, intent);
  return first.foreign ? lookAtTarget(fleet, target, intent) : first;
}

/** Deployed it may be; but what does not run cannot be found healthy. */
const NOTHING_RUNS = 'no task is wanted there (desiredCount is 0), so there is nothing to judge';

async function lookAtTarget(fleet: Fleet, target: Target, intent: DeploymentRecord): Promise<FleetHealth> {
  const [view, tasks] = await Promise.all([fleet.view(target), fleet.runningTasks(target)]);
  if (view?.status !== 'ACTIVE') {
    return { target: target.name, trouble: 'the ECS service is gone or no longer active', foreign: true };
  }
  const digest = digestOf(intent.image);
  const primary = primaryOf(view)?.taskDefinition;
  return {
    target: target.name,
    trouble:
      view.desired === 0 ? NOTHING_RUNS : untrue({ taskDefinition: intent.taskDefinition, digest }, { tasks }, view),
    foreign: primary !== intent.taskDefinition,
  };
}
