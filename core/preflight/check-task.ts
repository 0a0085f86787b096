import { nearest } from '../config/nearest-key.ts';
import type { TaskDefinitionFacts } from '../ports/inventory.ts';
import type { TaskFacts } from './facts.ts';
import { expectFound, type Finding, mistake } from './finding.ts';

export interface TaskPlace {
  /** Where the task definition is named, by itself or by its service. */
  path: PropertyKey[];
  /** As people say it: `task definition "hello-migrate"`. */
  what: string;
  stage: PropertyKey[];
  taskRoles: string[];
  /** The container that must be in it, and where it is named; a task that only tests is taken as it is. */
  container?: { path: PropertyKey[]; name: string };
}

/** A task definition that a stage runs: its container, the roles that Bakewatch must be allowed to pass, the groups it logs to. */
export function checkTask({ definition, logGroups }: TaskFacts, place: TaskPlace): Finding[] {
  const about = {
    path: place.path,
    what: `whether the ${place.what} is right`,
    missing: `the ${place.what} does not exist, or has no active revision`,
    remedy: 'mend the name, or register the task definition before the first release',
  };
  return expectFound(definition, about, (found) => [
    ...checkContainer(found, place),
    ...checkRoles(found, place),
    ...logGroups.flatMap(({ name, answer }) =>
      expectFound(answer, {
        path: place.path,
        what: `whether the log group "${name}" exists`,
        missing: `${sayRevisionOf(found)} logs to "${name}", a log group that does not exist: its tasks will not start`,
        remedy: 'create the log group, or mend its name in the task definition',
      }),
    ),
  ]);
}

function checkContainer({ containers, ...found }: TaskDefinitionFacts, { container }: TaskPlace): Finding[] {
  if (!container || containers.includes(container.name)) return [];
  const near = nearest(container.name, containers);
  return [
    mistake(
      container.path,
      `${sayRevisionOf(found)} has no container "${container.name}", but ${containers.map((name) => `"${name}"`).join(', ')}`,
      near ? `did you mean "${near}"?` : 'name the container that runs the image of the release',
    ),
  ];
}

function checkRoles({ roles, ...found }: TaskDefinitionFacts, { stage, taskRoles }: TaskPlace): Finding[] {
  const unlisted = [...new Set(roles.map(roleNameOf))].filter((name) => !taskRoles.includes(name));
  return unlisted.map((name) =>
    mistake(
      [...stage, 'taskRoles'],
      `${sayRevisionOf(found)} runs as role "${name}", which Bakewatch may not pass to ECS`,
      `add "${name}" to the stage's \`taskRoles\``,
    ),
  );
}

export const sayRevisionOf = ({ family, revision }: Pick<TaskDefinitionFacts, 'family' | 'revision'>): string =>
  `${family}:${revision}`;

/** `service-role/hello-task` of its ARN; a role that is named without one is its own name. */
const roleNameOf = (role: string): string => role.replace(/^arn:[^:]*:iam::[0-9]*:role\//, '');
