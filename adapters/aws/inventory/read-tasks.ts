import {
  type ContainerDefinition,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { Inventory, TaskDefinitionFacts } from '#core/ports/inventory.ts';
import { asked } from './asked.ts';
import type { Clients } from './clients-at.ts';

type At = (place: Parameters<Inventory['cluster']>[0]) => Pick<Clients, 'ecs'>;

/** Clusters, services and task definitions. */
export function readTasks(at: At): Pick<Inventory, 'cluster' | 'service' | 'taskDefinition'> {
  return {
    cluster: (place, name) =>
      asked('ecs:DescribeClusters', async () => {
        const { clusters } = await at(place).ecs.send(new DescribeClustersCommand({ clusters: [name] }));
        return clusters?.[0] && { status: clusters[0].status ?? 'UNKNOWN' };
      }),

    service: (place, cluster, name) =>
      asked('ecs:DescribeServices', async () => {
        const { services } = await at(place).ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
        const found = services?.[0];
        if (!found) return undefined;
        return {
          status: found.status ?? 'UNKNOWN',
          controller: found.deploymentController?.type ?? 'ECS',
          taskDefinition: found.taskDefinition ?? '',
        };
      }),

    taskDefinition: (place, taskDefinition) =>
      asked('ecs:DescribeTaskDefinition', async () => {
        const found = await at(place).ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
        return found.taskDefinition && toFacts(found.taskDefinition);
      }),
  };
}

function toFacts({ family, revision, containerDefinitions = [], ...found }: TaskDefinition): TaskDefinitionFacts {
  return {
    family: family ?? '',
    revision: revision ?? 0,
    containers: containerDefinitions.flatMap(({ name }) => name ?? []),
    images: Object.fromEntries(containerDefinitions.map(({ name = '', image = '' }) => [name, image])),
    roles: [found.taskRoleArn, found.executionRoleArn].filter((arn) => arn !== undefined),
    logGroups: containerDefinitions.flatMap(logGroupOf),
  };
}

function logGroupOf({ logConfiguration }: ContainerDefinition): TaskDefinitionFacts['logGroups'] {
  const { logDriver, options = {} } = logConfiguration ?? {};
  const name = options['awslogs-group'];
  if (logDriver !== 'awslogs' || name === undefined || options['awslogs-create-group'] === 'true') return [];
  const region = options['awslogs-region'];
  return [{ name, ...(region ? { region } : {}) }];
}
