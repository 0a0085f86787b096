import type { Config, StageConfig } from '#core/config/schema.ts';

/** An ECS service that releases go to. */
export interface ReachedTarget {
  cluster: string;
  service: string;
  family: string;
  /** Absent: where Bakewatch is. */
  region?: string | undefined;
}

/** An ECS task that the state machine runs: a migration or a stage's tests. */
export interface ReachedTask {
  cluster: string;
  family: string;
  region?: string | undefined;
  kind: 'migration' | 'tests';
}

/** What is touched in one account: by Bakewatch's own functions, or by a role that they assume there. */
export interface Reach {
  /** The role in another account; absent for the account that Bakewatch is in. */
  role?: string | undefined;
  targets: ReachedTarget[];
  tasks: ReachedTask[];
  /** Names, with their paths, of the roles that task definitions name. */
  taskRoles: string[];
  /** The ECR repositories of the services that have targets there: a copy of an image keeps its repository's name. */
  images: string[];
}

/** Everything that the configuration names in AWS, account by account; Bakewatch's own is the first and always there. */
export function reachOf({ services }: Pick<Config, 'services'>): [Reach, ...Reach[]] {
  const own: Reach = { targets: [], tasks: [], taskRoles: [], images: [] };
  const elsewhere = new Map<string, Reach>();
  const at = (role: string | undefined): Reach => {
    if (!role) return own;
    const known = elsewhere.get(role) ?? { role, targets: [], tasks: [], taskRoles: [], images: [] };
    elsewhere.set(role, known);
    return known;
  };
  const all = Object.values(services).flatMap(({ build, stages }) => stages.map((stage) => ({ stage, build })));
  for (const { stage, build } of all) {
    for (const { role, cluster, service, family = service, region } of stage.targets)
      at(role).targets.push({ cluster, service, family, region });
    const roles = new Set(stage.targets.map(({ role }) => role));
    for (const reach of [...roles].map(at)) {
      reach.taskRoles.push(...(stage.taskRoles ?? []));
      reach.images.push(build.image);
    }
    // A stage's tasks run where its first target is.
    at(stage.targets[0]?.role).tasks.push(...tasksOf(stage));
  }
  return [distinct(own), ...[...elsewhere.values()].map(distinct)];
}

function tasksOf({ migrate, verify, targets }: StageConfig): ReachedTask[] {
  const region = targets[0]?.region;
  return [
    ...(migrate ? [{ kind: 'migration' as const, cluster: migrate.cluster, family: migrate.task, region }] : []),
    ...(verify && 'task' in verify
      ? [{ kind: 'tests' as const, cluster: verify.cluster, family: verify.task, region }]
      : []),
  ];
}

/** Other regions of an account, where events have to be sent on from. */
export const regionsOf = ({ targets }: Reach): (string | undefined)[] => [
  ...new Set(targets.map(({ region }) => region)),
];

/** `arn:aws:iam::210987654321:role/team/bakewatch-target` taken apart. */
export function partsOfRole(arn: string): { account: string; name: string; path: string } {
  const [, , , , account = '', resource = ''] = arn.split(':');
  const [, ...names] = resource.split('/');
  return { account, name: names.at(-1) ?? '', path: ['', ...names.slice(0, -1), ''].join('/') };
}

const distinct = ({ role, targets, tasks, taskRoles, images }: Reach): Reach => ({
  role,
  targets: once(targets),
  tasks: once(tasks),
  taskRoles: once(taskRoles),
  images: once(images),
});

const once = <Value>(values: Value[]): Value[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
