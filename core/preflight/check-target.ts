import type { StageConfig } from '../config/schema.ts';
import type { Answer, EcsServiceFacts } from '../ports/inventory.ts';
import { checkTask, sayRevisionOf } from './check-task.ts';
import type { TargetFacts } from './facts.ts';
import { expectFound, type Finding, mistake } from './finding.ts';

type TargetConfig = StageConfig['targets'][number];

export interface TargetPlace {
  path: PropertyKey[];
  stage: PropertyKey[];
  taskRoles: string[];
}

/** What a release needs of a target: that Bakewatch can come there, find its service, and register the next revision. */
export function checkTarget(target: TargetConfig, facts: TargetFacts, place: TargetPlace): Finding[] {
  const { path, stage, taskRoles } = place;
  if (facts.entry.kind !== 'found') return checkEntry(target, facts.entry, path);
  return [
    ...(facts.cluster ? checkCluster(facts.cluster, { path: [...path, 'cluster'], name: target.cluster }) : []),
    ...(facts.service ? checkService(target, facts.service, path) : []),
    ...(facts.task
      ? [
          ...checkTask(facts.task, {
            path: [...path, 'service'],
            what: `task definition of the service "${target.service}"`,
            stage,
            taskRoles,
            container: { path: [...path, 'container'], name: target.container },
          }),
          ...checkFamily(target, facts, path),
        ]
      : []),
  ];
}

/** The role trusts Bakewatch and not whoever sits here: that it cannot be assumed from here says nothing of Bakewatch. */
function checkEntry({ role }: TargetConfig, entry: Answer<true>, path: PropertyKey[]): Finding[] {
  const why = entry.kind === 'unasked' ? entry.why : 'it does not exist';
  return [
    {
      kind: 'unchecked',
      path: [...path, 'role'],
      message: `not checked from here: ${role} cannot be assumed with these credentials (${why})`,
      remedy:
        'it trusts Bakewatch, not you: nothing need be wrong. Ask with credentials that it trusts to have this target checked',
    },
  ];
}

export function checkCluster(
  cluster: Answer<{ status: string }>,
  { path, name }: { path: PropertyKey[]; name: string },
): Finding[] {
  const about = {
    path,
    what: `whether the cluster "${name}" exists`,
    missing: `there is no cluster "${name}"`,
    remedy: 'mend its name, or the region of the target, or create it',
  };
  return expectFound(cluster, about, ({ status }) =>
    status === 'ACTIVE'
      ? []
      : [mistake(path, `the cluster "${name}" is ${status}, not ACTIVE`, 'create it anew, or name another one')],
  );
}

function checkService(
  { cluster, service }: TargetConfig,
  answer: Answer<EcsServiceFacts>,
  at: PropertyKey[],
): Finding[] {
  const path = [...at, 'service'];
  const about = {
    path,
    what: `whether the service "${service}" exists`,
    missing: `there is no service "${service}" in the cluster "${cluster}"`,
    remedy: 'mend its name, or create the service: Bakewatch deploys to services that are there',
  };
  return expectFound(answer, about, ({ status, controller }) => [
    ...(status === 'ACTIVE'
      ? []
      : [mistake(path, `the service "${service}" is ${status}, not ACTIVE`, 'create it anew, or name another one')]),
    ...(controller === 'ECS'
      ? []
      : [
          mistake(
            path,
            `deployments of the service "${service}" are made by ${controller}`,
            'make the service anew with the deployment controller ECS, which alone Bakewatch can ask',
          ),
        ]),
  ]);
}

/** Bakewatch is granted one family per target: what the service runs is copied under its own family's name. */
function checkFamily(target: TargetConfig, { task }: TargetFacts, path: PropertyKey[]): Finding[] {
  if (task?.definition.kind !== 'found') return [];
  const { found } = task.definition;
  const expected = target.family ?? target.service;
  if (found.family === expected) return [];
  return [
    mistake(
      [...path, 'family'],
      `the service "${target.service}" runs ${sayRevisionOf(found)}, and Bakewatch may register only "${expected}"`,
      `write \`family: ${found.family}\``,
    ),
  ];
}
