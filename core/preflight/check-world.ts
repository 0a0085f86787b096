import type { Config, ServiceConfig, StageConfig } from '../config/schema.ts';
import type { Answer, Identity, RoleFacts } from '../ports/inventory.ts';
import { checkBake } from './check-bake.ts';
import { checkBuild, checkProject } from './check-build.ts';
import { checkCluster, checkTarget } from './check-target.ts';
import { checkTask } from './check-task.ts';
import type { Facts, RunFacts, ServiceFacts, StageFacts } from './facts.ts';
import { expectFound, type Finding, mistake, unchecked } from './finding.ts';

/**
 * Does the world have what a configuration names? Pure, and total: all findings at once, each once, in the configuration's order.
 * What AWS did not say is `unchecked`, never right.
 */
export function checkWorld(config: Config, facts: Facts): Finding[] {
  const found = Object.entries(config.services).flatMap(([name, service]) => {
    const known = facts.services[name];
    return known ? checkService(service, known, ['services', name]) : [];
  });
  const all = [...checkIdentity(config, facts.identity), ...found];
  return [...new Map(all.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** Asked in another account, everything else would seem to be missing: whoever reads facts asks nothing else then. */
export function isElsewhere({ installation }: Pick<Config, 'installation'>, identity: Identity): boolean {
  const { account } = installation;
  return identity.kind === 'known' && account !== undefined && account !== identity.account;
}

function checkIdentity(config: Config, identity: Identity): Finding[] {
  if (config.installation.account && identity.kind === 'unknown')
    return [
      unchecked(['installation', 'account'], 'whether these credentials are of this account', {
        kind: 'unasked',
        why: identity.why,
      }),
    ];
  if (identity.kind !== 'known' || !isElsewhere(config, identity)) return [];
  return [
    mistake(
      ['installation', 'account'],
      `these credentials are of account ${identity.account} (${identity.arn}), so nothing else was asked`,
      'choose others with --profile or AWS_PROFILE, or mend the account',
    ),
  ];
}

function checkService(service: ServiceConfig, facts: ServiceFacts, path: PropertyKey[]): Finding[] {
  return [
    ...checkBuild(service.build, facts, path),
    ...service.stages.flatMap((stage, i) => {
      const known = facts.stages[i];
      return known ? checkStage(stage, known, [...path, 'stages', i]) : [];
    }),
  ];
}

function checkStage(stage: StageConfig, facts: StageFacts, path: PropertyKey[]): Finding[] {
  const taskRoles = stage.taskRoles ?? [];
  return [
    ...stage.targets.flatMap((target, i) => {
      const known = facts.targets[i];
      return known ? checkTarget(target, known, { path: [...path, 'targets', i], stage: path, taskRoles }) : [];
    }),
    ...(stage.migrate && facts.migrate ? checkMigration(stage.migrate, facts.migrate, path, taskRoles) : []),
    ...checkTests(stage, facts, path),
    ...(stage.bake ? checkBake(stage.bake, facts, [...path, 'bake']) : []),
    ...taskRoles.flatMap((name, i) => checkRole(name, facts.taskRoles[i] ?? [], [...path, 'taskRoles', i])),
  ];
}

function checkMigration(
  { cluster, container, task }: NonNullable<StageConfig['migrate']>,
  facts: RunFacts,
  stage: PropertyKey[],
  taskRoles: string[],
): Finding[] {
  const path = [...stage, 'migrate'];
  return [
    ...checkCluster(facts.cluster, { path: [...path, 'cluster'], name: cluster }),
    ...checkTask(facts.task, {
      path: [...path, 'task'],
      what: `task definition "${task}"`,
      stage,
      taskRoles,
      container: { path: [...path, 'container'], name: container },
    }),
  ];
}

function checkTests({ verify, taskRoles = [] }: StageConfig, facts: StageFacts, stage: PropertyKey[]): Finding[] {
  const path = [...stage, 'verify'];
  if (!(verify && facts.verify)) return [];
  if ('project' in verify && 'project' in facts.verify)
    return checkProject(verify.project, facts.verify.project, [...path, 'project']);
  if ('task' in verify && 'task' in facts.verify)
    return [
      ...checkCluster(facts.verify.cluster, { path: [...path, 'cluster'], name: verify.cluster }),
      ...checkTask(facts.verify.task, {
        path: [...path, 'task'],
        what: `task definition "${verify.task}"`,
        stage,
        taskRoles,
      }),
    ];
  return [];
}

/** A role is where it is used: one that any account of the stage has is there. */
function checkRole(name: string, answers: Answer<RoleFacts>[], path: PropertyKey[]): Finding[] {
  const found = answers.find((answer) => answer.kind === 'found');
  const nobody: Answer<RoleFacts> = { kind: 'unasked', why: 'no account of the stage could be entered' };
  const known = found ?? answers.find((answer) => answer.kind === 'unasked') ?? answers[0] ?? nobody;
  const about = {
    path,
    what: `whether the role "${name}" exists`,
    missing: `there is no role "${name}"`,
    remedy: 'mend its name, or create it',
  };
  return expectFound(known, about, (role) =>
    role.name === name
      ? []
      : [mistake(path, `the role is called "${role.name}", with its path`, `write "${role.name}"`)],
  );
}
