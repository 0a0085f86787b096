import type { ServiceConfig, StageConfig } from '../config/schema.ts';
import { type Release, releaseId } from '../release/release.ts';
import { FIRST_LOOK_SECONDS } from '../waits/looks.ts';
import { namedTargets } from './named-targets.ts';
import type { BakeRule, LookPlan, MigratePlan, Plan, StagePlan, TaskNetwork, TurnKind, VerifyPlan } from './plan.ts';
import { whereOf } from './where-of.ts';

const DAY_MS = 86_400_000;
const YEAR_SECONDS = 31_536_000;

/** The plan of a release: its service's configuration, frozen. `reuse` is the digest of an earlier build of this commit, or of the image that was pushed. */
export function makePlan(release: Release, config: ServiceConfig, reuse?: string): Plan {
  const { build, stages, checks } = config;
  return {
    release: releaseId(release),
    service: release.service,
    number: release.number,
    sha: release.sha,
    ...(checks ? { checks: { ...checks, looks: planLooks(undefined) } } : {}),
    build: {
      ...(build.project ? { project: build.project } : {}),
      image: build.image,
      digestVariable: build.digestVariable,
      timeoutSeconds: Math.ceil(build.within / 1_000),
      ...(reuse ? { reuse } : {}),
    },
    stages: planStages(stages),
  };
}

export const planStages = (stages: StageConfig[]): StagePlan[] =>
  stages.map((stage, i) => planStage(stage, i === stages.length - 1));

function planStage(stage: StageConfig, last: boolean): StagePlan {
  const { deployWithin, rollbackWithin, waitAtMost, resumeOnRevert } = stage;
  return {
    name: stage.name,
    last,
    targets: namedTargets(stage),
    looks: planLooks(stage.lookEvery),
    deployWithin,
    rollbackWithin,
    waitAtMost,
    resumeOnRevert,
    ...(stage.approval ? { approval: stage.approval } : {}),
    ...(stage.windows ? { windows: stage.windows } : {}),
    ...(stage.migrate ? { migrate: planMigration(stage.migrate) } : {}),
    ...(stage.verify ? { verify: planVerify(stage.verify) } : {}),
    bake: planBake(stage),
  };
}

/** The plan of a way back: one stage, no build, nobody asked, nothing watched but the proof that it arrived. */
export function turnPlan(plan: Plan, stageName: string, kind: TurnKind, why: string): Plan | undefined {
  const stage = plan.stages.find(({ name }) => name === stageName);
  if (!stage) return undefined;
  const { approval: _a, windows: _w, migrate: _m, verify: _v, ...rest } = stage;
  const bake = { ...stage.bake, forMs: 0, atMostMs: 0, alarms: [] };
  const { checks: _c, ...built } = plan;
  return { ...built, turn: kind, stages: [{ ...rest, bake, last: true, turn: { kind, why } }] };
}

function planMigration({
  task,
  container,
  cluster,
  within,
  reversible,
  ...network
}: NonNullable<StageConfig['migrate']>): MigratePlan {
  return {
    task,
    container,
    cluster,
    reversible,
    withinSeconds: Math.ceil(within / 1_000),
    ...planNetwork(network),
  };
}

function planLooks(lookEvery: number | undefined): LookPlan {
  const atMost = lookEvery ? Math.ceil(lookEvery / 1_000) : YEAR_SECONDS;
  return { first: Math.min(FIRST_LOOK_SECONDS, atMost), atMost };
}

function planVerify(verify: NonNullable<StageConfig['verify']>): VerifyPlan {
  const withinSeconds = Math.ceil(verify.within / 1_000);
  if ('project' in verify) return { kind: 'project', project: verify.project, withinSeconds };
  if ('task' in verify)
    return { kind: 'task', task: verify.task, cluster: verify.cluster, withinSeconds, ...planNetwork(verify) };
  const { url, expectStatus, expectBody } = verify;
  return { kind: 'http', url, expectStatus, withinSeconds, ...(expectBody ? { expectBody } : {}) };
}

function planNetwork({
  subnets,
  securityGroups,
}: {
  subnets?: string[] | undefined;
  securityGroups?: string[] | undefined;
}): { network?: TaskNetwork } {
  if (!subnets) return {};
  const AwsvpcConfiguration = { Subnets: subnets, ...(securityGroups ? { SecurityGroups: securityGroups } : {}) };
  return { network: { LaunchType: 'FARGATE', NetworkConfiguration: { AwsvpcConfiguration } } };
}

/** A stage without a bake still proves its deployment: a bake of no time that watches no alarm. */
function planBake({ bake, targets }: StageConfig): BakeRule {
  return {
    forMs: bake?.for ?? 0,
    atMostMs: bake?.atMost ?? (bake?.for ?? 0) * 3,
    alarms: bake?.alarms ?? [],
    where: whereOf(targets),
    ...(bake?.evidence ? { evidence: bake.evidence } : {}),
    inconclusive: bake?.inconclusive ?? 'hold',
    decideWithinMs: DAY_MS,
  };
}
