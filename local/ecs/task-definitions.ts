import type * as ecs from '@aws-sdk/client-ecs';
import { arn } from '../account.ts';
import type { EcsContext } from './ecs-context.ts';
import { clientError, refuseUnsupported } from './errors.ts';
import { seekTaskDefinition } from './find.ts';
import { page } from './page.ts';
import type { TaskDefinitionRecord } from './records.ts';
import { validateTaskDefinition } from './validate-task-definition.ts';

/** Register, Describe, Deregister and ListTaskDefinitions. A family's revision number is never used again. */
export function taskDefinitionOperations({ store, clock }: EcsContext) {
  const find = (name: string | undefined): TaskDefinitionRecord => {
    const found = seekTaskDefinition(store, name ?? '');
    if (!found) throw clientError('Unable to describe task definition.');
    return found;
  };
  return {
    RegisterTaskDefinition(input: ecs.RegisterTaskDefinitionCommandInput) {
      validateTaskDefinition(input);
      const { tags = [], ...registered } = input;
      const earlier = store.taskDefinitions.list().filter(({ family }) => family === input.family);
      const revision = Math.max(0, ...earlier.map((definition) => definition.revision)) + 1;
      const record: TaskDefinitionRecord = {
        arn: arn('ecs', `task-definition/${input.family}:${revision}`),
        family: input.family ?? '',
        revision,
        status: 'ACTIVE',
        registeredAt: clock.now(),
        tags,
        registered,
      };
      store.commit(() => store.taskDefinitions.put(record));
      return { taskDefinition: view(record), tags };
    },
    DescribeTaskDefinition(input: ecs.DescribeTaskDefinitionCommandInput) {
      const record = find(input.taskDefinition);
      return { taskDefinition: view(record), ...(input.include?.includes('TAGS') ? { tags: record.tags } : {}) };
    },
    DeregisterTaskDefinition(input: ecs.DeregisterTaskDefinitionCommandInput) {
      const record = find(input.taskDefinition);
      const changes = { status: 'INACTIVE' as const, deregisteredAt: clock.now() };
      return { taskDefinition: view(store.commit(() => store.taskDefinitions.update(record.arn, changes))) };
    },
    ListTaskDefinitions(input: ecs.ListTaskDefinitionsCommandInput) {
      refuseUnsupported(input, ['familyPrefix', 'status', 'sort', 'maxResults', 'nextToken']);
      const direction = input.sort === 'DESC' ? -1 : 1;
      const found = store.taskDefinitions
        .list()
        .filter(({ status }) => status === (input.status ?? 'ACTIVE'))
        .filter(({ family }) => input.familyPrefix === undefined || family === input.familyPrefix)
        .sort((a, b) => direction * (a.family.localeCompare(b.family) || a.revision - b.revision));
      const { items, ...more } = page(found, input);
      return { taskDefinitionArns: items.map((definition) => definition.arn), ...more };
    },
  };
}

function view(record: TaskDefinitionRecord): ecs.TaskDefinition {
  const { registered, registeredAt, deregisteredAt } = record;
  return {
    ...registered,
    containerDefinitions: registered.containerDefinitions?.map((container) => ({ essential: true, ...container })),
    taskDefinitionArn: record.arn,
    revision: record.revision,
    status: record.status,
    volumes: [],
    placementConstraints: [],
    compatibilities: ['EC2', 'FARGATE'],
    registeredAt: new Date(registeredAt),
    ...(deregisteredAt === undefined ? {} : { deregisteredAt: new Date(deregisteredAt) }),
  };
}
