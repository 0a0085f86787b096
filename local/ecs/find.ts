import * as ecs from '@aws-sdk/client-ecs';
import { arn } from '../account.ts';
import { clientError } from './errors.ts';
import type { ClusterRecord, DeploymentRecord, ServiceRecord, TaskDefinitionRecord, TaskRecord } from './records.ts';
import type { Store } from './store.ts';

export const lastPart = (text: string): string => text.slice(text.lastIndexOf('/') + 1);

/** By name or ARN, `default` when not given. Throws ClusterNotFoundException. */
export function findCluster(store: Store, nameOrArn: string | undefined): ClusterRecord {
  const found = store.clusters.get(arn('ecs', `cluster/${lastPart(nameOrArn ?? 'default')}`));
  if (!found) throw new ecs.ClusterNotFoundException({ message: 'Cluster not found.', $metadata: {} });
  return found;
}

export function seekService(store: Store, cluster: ClusterRecord, nameOrArn: string): ServiceRecord | undefined {
  const found = store.services.get(arn('ecs', `service/${cluster.name}/${lastPart(nameOrArn)}`));
  // An ARN of another cluster must not find the service of the same name in this one.
  return found && (!nameOrArn.startsWith('arn:') || nameOrArn === found.arn) ? found : undefined;
}

/** Throws ServiceNotFoundException. */
export function findService(store: Store, cluster: string | undefined, nameOrArn: string | undefined): ServiceRecord {
  const found = seekService(store, findCluster(store, cluster), nameOrArn ?? '');
  if (!found) throw new ecs.ServiceNotFoundException({ message: 'Service not found.', $metadata: {} });
  return found;
}

/** By `family` (its newest active revision), `family:revision` or ARN; undefined when there is none. */
export function seekTaskDefinition(store: Store, name: string): TaskDefinitionRecord | undefined {
  const [family = '', revision] = lastPart(name).split(':');
  if (revision !== undefined) return store.taskDefinitions.get(arn('ecs', `task-definition/${family}:${revision}`));
  return store.taskDefinitions
    .list()
    .filter((definition) => definition.family === family && definition.status === 'ACTIVE')
    .sort((a, b) => b.revision - a.revision)[0];
}

/** As `seekTaskDefinition`, for use by a service or task. Throws ClientException, as AWS does, also for inactive ones. */
export function findTaskDefinition(store: Store, name: string | undefined): TaskDefinitionRecord {
  const found = name === undefined ? undefined : seekTaskDefinition(store, name);
  if (!found) throw clientError('Unable to describe task definition.');
  if (found.status !== 'ACTIVE') throw clientError('TaskDefinition is inactive');
  return found;
}

/** Throws ServiceDeploymentNotFoundException. */
export function findDeployment(store: Store, deploymentArn: string | undefined): DeploymentRecord {
  const found = store.deployments.get(deploymentArn ?? '');
  if (found) return found;
  throw new ecs.ServiceDeploymentNotFoundException({ message: 'Service deployment not found.', $metadata: {} });
}

/** By id or ARN; undefined when the cluster has no such task. */
export const seekTask = (store: Store, cluster: ClusterRecord, idOrArn: string): TaskRecord | undefined =>
  store.tasks.get(arn('ecs', `task/${cluster.name}/${lastPart(idOrArn)}`));

export const tasksOf = (store: Store, serviceArn: string): TaskRecord[] =>
  store.tasks.list().filter((task) => task.serviceArn === serviceArn);

export const rolloutsOf = (store: Store, serviceArn: string) =>
  store.rollouts.list().filter((rollout) => rollout.serviceArn === serviceArn && rollout.status !== 'INACTIVE');
