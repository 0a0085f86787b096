import { arn } from '#local/account.ts';
import type { IamRequest } from '../iam-request.ts';
import { type Input, record, text, texts, UnmappedCall } from '../service-call.ts';
import { type Ask, request } from './ask.ts';
import { clusterArn, clusterName, ownerOf, serviceArn, taskArn } from './ecs-resources.ts';

const inCluster = (cluster: unknown) => ({ 'ecs:cluster': clusterArn(cluster) });

const onService =
  (action: string): Ask =>
  ({ cluster, service }) => [request(action, serviceArn(cluster, service), inCluster(cluster))];

const describeServices: Ask = ({ cluster, services }) =>
  texts(services).map((service) => request('ecs:DescribeServices', serviceArn(cluster, service), inCluster(cluster)));

/** Another task definition brings its roles along, which are passed on as when it was registered. https://github.com/keidarcy/e1s/issues/429 */
const updateService: Ask = ({ cluster, service, taskDefinition }, facts) => {
  const found = taskDefinition === undefined ? undefined : facts.taskDefinition(text(taskDefinition));
  const context = found ? { 'ecs:task-definition': found.arn } : {};
  return [
    request('ecs:UpdateService', serviceArn(cluster, service), { ...inCluster(cluster), ...context }),
    ...passing([found?.taskRoleArn ?? '', found?.executionRoleArn ?? '']),
  ];
};

/** Deployments and revisions of a service need both: themselves and the service. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment-permissions.html */
const partOfService = (action: string, resourceArn: string): IamRequest[] => {
  const { service, cluster } = ownerOf(resourceArn);
  return [
    request(action, resourceArn, { 'ecs:cluster': cluster, 'ecs:service': service }),
    request(action, service, { 'ecs:cluster': cluster }),
  ];
};

/** Tasks of a cluster are listed across its instances, so that there is only the cluster to ask about, in a condition. */
const listTasks: Ask = ({ cluster, containerInstance }) => {
  if (containerInstance !== undefined)
    throw new UnmappedCall({ service: 'ecs', operation: 'ListTasks' }, 'containerInstance');
  return [request('ecs:ListTasks', '*', inCluster(cluster))];
};

const describeTasks: Ask = ({ cluster, tasks }) =>
  texts(tasks).map((task) => request('ecs:DescribeTasks', taskArn(cluster, task), inCluster(cluster)));

/** The number of the revision is not known before there is one. */
const registerTaskDefinition: Ask = (input) => {
  const definition = arn('ecs', `task-definition/${text(input['family'])}:*`);
  return [
    request('ecs:RegisterTaskDefinition', definition, tagContext(input)),
    ...tagging(input, definition, 'RegisterTaskDefinition'),
    ...passing([text(input['taskRoleArn']), text(input['executionRoleArn'])]),
  ];
};

const runTask: Ask = (input, facts) => {
  for (const part of ['propagateTags', 'enableECSManagedTags'])
    if (input[part]) throw new UnmappedCall({ service: 'ecs', operation: 'RunTask' }, part);
  const { cluster, taskDefinition } = input;
  const definition = facts.taskDefinition(text(taskDefinition));
  const overrides = record(input['overrides']);
  const roles = ['taskRoleArn', 'executionRoleArn'] as const;
  return [
    request('ecs:RunTask', definition?.arn ?? arn('ecs', `task-definition/${text(taskDefinition)}`), {
      ...inCluster(cluster),
      ...tagContext(input),
    }),
    ...tagging(input, arn('ecs', `task/${clusterName(cluster)}/*`), 'RunTask'),
    ...passing(roles.map((role) => text(overrides[role]) || (definition?.[role] ?? ''))),
  ];
};

function tagContext(input: Input): IamRequest['context'] {
  const tags = tagsOf(input);
  if (tags.length === 0) return {};
  const requested = tags.map(({ key, value }) => [`aws:RequestTag/${text(key)}`, text(value)]);
  return { ...Object.fromEntries(requested), 'aws:TagKeys': tags.map(({ key }) => text(key)) };
}

/** Whoever creates something with tags also tags it. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html */
function tagging(input: Input, resource: string, createAction: string): IamRequest[] {
  if (tagsOf(input).length === 0) return [];
  return [request('ecs:TagResource', resource, { ...tagContext(input), 'ecs:CreateAction': createAction })];
}

const tagsOf = ({ tags }: Input): Input[] => (Array.isArray(tags) ? tags.map(record) : []);

/** Whoever hands a role to a task must be allowed to hand it on. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
const passing = (roles: string[]): IamRequest[] =>
  [...new Set(roles)]
    .filter((role) => role !== '')
    .map((role) => request('iam:PassRole', role, { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }));

export const ecsAsks: Record<string, Ask> = {
  DescribeServices: describeServices,
  UpdateService: updateService,
  ListServiceDeployments: onService('ecs:ListServiceDeployments'),
  DescribeServiceDeployments: ({ serviceDeploymentArns }) =>
    texts(serviceDeploymentArns).flatMap((each) => partOfService('ecs:DescribeServiceDeployments', each)),
  StopServiceDeployment: ({ serviceDeploymentArn }) =>
    partOfService('ecs:StopServiceDeployment', text(serviceDeploymentArn)),
  DescribeServiceRevisions: ({ serviceRevisionArns }) =>
    texts(serviceRevisionArns).flatMap((each) => partOfService('ecs:DescribeServiceRevisions', each)),
  ListTasks: listTasks,
  DescribeTasks: describeTasks,
  DescribeTaskDefinition: () => [request('ecs:DescribeTaskDefinition', '*')],
  RegisterTaskDefinition: registerTaskDefinition,
  RunTask: runTask,
};
