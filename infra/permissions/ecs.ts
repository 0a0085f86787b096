import { Aws } from 'aws-cdk-lib';
import type { Reach, ReachedTarget, ReachedTask } from '../reach.ts';
import { ANY, arnAt, type Grant, grantOn } from './grant.ts';

/** What a function does with the ECS services of its targets. Each is one method of the port Fleet (core/ports/fleet.ts). */
export type FleetAct = 'view' | 'runningTasks' | 'stoppedTasks' | 'imageOf' | 'register' | 'deploy' | 'stop';

interface InRegion {
  region?: string | undefined;
}

const serviceArn = ({ region, cluster, service }: ReachedTarget): string =>
  arnAt('ecs', { region }, `service/${cluster}/${service}`);
const below = (kind: string, { region, cluster, service }: ReachedTarget): string =>
  arnAt('ecs', { region }, `${kind}/${cluster}/${service}/*`);
const clusterArn = ({ region, cluster }: InRegion & { cluster: string }): string =>
  arnAt('ecs', { region }, `cluster/${cluster}`);
const taskArns = ({ region, cluster }: InRegion & { cluster: string }): string =>
  arnAt('ecs', { region }, `task/${cluster}/*`);
const familyArn = ({ region, family }: InRegion & { family: string }): string =>
  arnAt('ecs', { region }, `task-definition/${family}:*`);

const NUMBERED =
  'ECS numbers revisions, deployments and tasks itself: their service, cluster or family is as close as can be';

/** `families` are those that may be registered besides the targets` own. */
export function fleetGrants(acts: readonly FleetAct[], reach: Reach, families: ReachedTask[] = []): Grant[] {
  const { targets } = reach;
  if (targets.length === 0) return [];
  const grants: Record<FleetAct, () => Grant[]> = {
    view: () => viewGrants(targets),
    runningTasks: () => taskGrants(targets),
    stoppedTasks: () => taskGrants(targets),
    imageOf: () => [DESCRIBE_TASK_DEFINITION],
    register: () => [DESCRIBE_TASK_DEFINITION, ...registerGrants([...targets, ...families]), ...passGrants(reach)],
    // Whoever gives a service another task definition passes its roles on, too: https://github.com/keidarcy/e1s/issues/429
    deploy: () => [{ actions: ['ecs:UpdateService'], resources: targets.map(serviceArn) }, ...passGrants(reach)],
    stop: () => [
      {
        actions: ['ecs:StopServiceDeployment'],
        resources: [...targets.map(serviceArn), ...targets.map((target) => below('service-deployment', target))],
        why: NUMBERED,
      },
    ],
  };
  const all = acts.flatMap((act) => grants[act]());
  return [...new Map(all.map((grant) => [JSON.stringify(grant), grant])).values()];
}

function viewGrants(targets: ReachedTarget[]): Grant[] {
  const services = targets.map(serviceArn);
  return [
    { actions: ['ecs:DescribeServices', 'ecs:ListServiceDeployments'], resources: services },
    {
      actions: ['ecs:DescribeServiceDeployments'],
      resources: [...services, ...targets.map((target) => below('service-deployment', target))],
      why: NUMBERED,
    },
    {
      actions: ['ecs:DescribeServiceRevisions'],
      resources: [...services, ...targets.map((target) => below('service-revision', target))],
      why: NUMBERED,
    },
  ];
}

const taskGrants = (targets: ReachedTarget[]): Grant[] => [
  {
    actions: ['ecs:ListTasks'],
    resources: [ANY],
    conditions: { ArnEquals: { 'ecs:cluster': once(targets.map(clusterArn)) } },
    why: 'Tasks of a service are listed by cluster, which is a condition and not a resource',
  },
  { actions: ['ecs:DescribeTasks'], resources: once(targets.map(taskArns)), why: NUMBERED },
];

const DESCRIBE_TASK_DEFINITION: Grant = {
  actions: ['ecs:DescribeTaskDefinition'],
  resources: [ANY],
  why: 'DescribeTaskDefinition knows no resource to be named',
};

function registerGrants(families: (InRegion & { family: string })[]): Grant[] {
  const resources = once(families.map(familyArn));
  return [
    { actions: ['ecs:RegisterTaskDefinition'], resources, why: NUMBERED },
    {
      actions: ['ecs:TagResource'],
      resources,
      conditions: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
      why: NUMBERED,
    },
  ];
}

/** The roles that task definitions name, and no others, to ECS tasks and to nothing else. */
const passGrants = ({ taskRoles }: Reach): Grant[] =>
  grantOn(
    ['iam:PassRole'],
    taskRoles.map((name) => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${name}`),
    { conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } },
  );

/** Tests are named by their family and run its newest revision: whether AWS then asks for that or for the family is not documented. */
const runnableArns = ({ kind, ...task }: ReachedTask): string[] => [
  familyArn(task),
  ...(kind === 'tests' ? [arnAt('ecs', task, `task-definition/${task.family}`)] : []),
];

/** What Step Functions needs to run tasks and to wait for their end (`ecs:runTask.sync`). */
export function runTaskGrants(reach: Reach): Grant[] {
  const { tasks } = reach;
  if (tasks.length === 0) return [];
  return [
    {
      actions: ['ecs:RunTask'],
      resources: once(tasks.flatMap(runnableArns)),
      conditions: { ArnEquals: { 'ecs:cluster': once(tasks.map(clusterArn)) } },
      why: NUMBERED,
    },
    { actions: ['ecs:StopTask', 'ecs:DescribeTasks'], resources: once(tasks.map(taskArns)), why: NUMBERED },
    ...passGrants(reach),
  ];
}

const once = (values: string[]): string[] => [...new Set(values)];
