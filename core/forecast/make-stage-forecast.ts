import { sayDuration } from '../config/duration.ts';
import type { Config, ServiceConfig, StageConfig } from '../config/schema.ts';
import type { ApprovalRule, MigratePlan, StagePlan, VerifyPlan } from '../plan/plan.ts';
import { sayOpen, sayRule } from '../windows/say-window.ts';
import { mayBegin, windowStanding } from '../windows/standing.ts';
import type { ForecastLine, StageForecast, Takes } from './forecast.ts';
import { sayBad, sayBake, sayUnclear } from './say-bake.ts';

export interface StageContext {
  config: Pick<ServiceConfig, 'may'>;
  /** The targets as the file has them: the plan does not travel with their roles' accounts. */
  written: StageConfig['targets'];
  installation: Config['installation'];
  now: number;
}

/** One stage, in the order in which a release goes through it. */
export function makeStageForecast(plan: StagePlan, context: StageContext): StageForecast {
  const { approval, migrate, verify, bake } = plan;
  const lines = [
    sayEntry(plan, context.now),
    ...(approval ? [sayApproval(approval, context.config)] : []),
    ...(migrate ? [sayMigration(migrate)] : []),
    sayDeployment(plan, context),
    ...(verify ? [sayTests(verify)] : []),
    sayBake(bake),
    sayBad(plan),
    ...(bake.forMs > 0 ? [sayUnclear(bake)] : []),
  ];
  return { name: plan.name, lines, takes: takesOf(plan), plan };
}

function sayEntry({ windows, bake, waitAtMost }: StagePlan, now: number): ForecastLine {
  const waits = `waits at most ${sayDuration(waitAtMost)}, then it expires`;
  if (!windows) return { what: 'enter', says: ['at any time', waits] };
  const standing = mayBegin(windows, now, bake.forMs);
  const around = windowStanding(windows, now);
  return {
    what: 'enter',
    says: [
      standing.may ? sayOpen(windows, around.open ? around.closesAt : undefined) : sayShut(standing.reason),
      ...windows.map(sayRule),
      waits,
    ],
    letsIn: standing.may,
  };
}

/** Some reasons say themselves that it is shut. */
const sayShut = (reason: string): string => (/^(closed|open)/.test(reason) ? reason : `shut, ${reason}`);

function sayApproval(
  { from, authorMayApprove, within }: ApprovalRule,
  { may = {} }: StageContext['config'],
): ForecastLine {
  const allowed = may.approve ?? may.everything;
  const who = allowed ? `of ${allowed.join(', ')}` : 'who can reach Bakewatch';
  const but = authorMayApprove ? '' : ', other than who pushed or wrote it,';
  const persons = from === 1 ? 'one person' : `${from} persons`;
  const approves = from === 1 ? 'approves' : 'approve';
  return {
    what: 'approval',
    says: [`${persons} ${who}${but} ${approves} within ${sayDuration(within)} of its arrival`],
  };
}

function sayMigration({ task, container, cluster, withinSeconds, reversible }: MigratePlan): ForecastLine {
  return {
    what: 'migrate',
    says: [
      `task ${task} on cluster ${cluster}, with the release's image in container ${container}, once, before any traffic, within ${sayDuration(withinSeconds * 1_000)}`,
      ...(reversible ? [] : ['what it does cannot be undone']),
    ],
  };
}

function sayDeployment({ targets, deployWithin }: StagePlan, { written, installation }: StageContext): ForecastLine {
  const each = targets.map(({ name, cluster, service, container, region = installation.region }, i) => {
    const account = accountOf(written[i]?.role) ?? installation.account;
    const where = [...(region ? [region] : []), ...(account ? [`account ${account}`] : [])].join(', ');
    return `${name === service ? '' : `${name}: `}${cluster}/${service}, container ${container}${where ? `, in ${where}` : ''}`;
  });
  const together = targets.length > 1 ? 'all at once; ' : '';
  return { what: 'deploy', says: [...each, `${together}ECS has ${sayDuration(deployWithin)} for it`] };
}

const accountOf = (role: string | undefined): string | undefined => role?.split(':')[4];

function sayTests(verify: VerifyPlan): ForecastLine {
  const within = `within ${sayDuration(verify.withinSeconds * 1_000)}`;
  if (verify.kind === 'project')
    return { what: 'test', says: [`CodeBuild project ${verify.project} succeeds ${within}`] };
  if (verify.kind === 'task')
    return { what: 'test', says: [`task ${verify.task} on cluster ${verify.cluster} exits with 0 ${within}`] };
  const body = verify.expectBody ? ` with "${verify.expectBody}"` : '';
  return { what: 'test', says: [`GET ${verify.url} is answered ${verify.expectStatus}${body} ${within}`] };
}

function takesOf({ bake, migrate, deployWithin, verify, waitAtMost }: StagePlan): Takes {
  const seconds = (migrate?.withinSeconds ?? 0) + (verify?.withinSeconds ?? 0);
  return {
    atBestMs: bake.forMs,
    atMostMs: deployWithin + seconds * 1_000 + Math.max(bake.forMs, bake.atMostMs),
    waitsAtMostMs: waitAtMost,
  };
}
