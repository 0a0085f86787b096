import type * as aws from '@aws-sdk/client-ecs';
import { arn } from '../account.ts';
import { createService } from './create-service.ts';
import type { EcsContext } from './ecs-context.ts';
import { invalidParameter, refuseUnsupported } from './errors.ts';
import { findCluster, findService, lastPart, seekService } from './find.ts';
import { page } from './page.ts';
import { updateService } from './update-service.ts';
import { viewService } from './view-service.ts';

/** Create, Update, Describe, List and DeleteService. */
export function serviceOperations(ecs: EcsContext) {
  return {
    CreateService: (input: aws.CreateServiceCommandInput) => createService(ecs, input),
    UpdateService: (input: aws.UpdateServiceCommandInput) => updateService(ecs, input),
    DescribeServices: (input: aws.DescribeServicesCommandInput) => describeServices(ecs, input),
    ListServices(input: aws.ListServicesCommandInput) {
      refuseUnsupported(input, ['cluster', 'maxResults', 'nextToken']);
      const cluster = findCluster(ecs.store, input.cluster);
      const all = ecs.store.services
        .list()
        .filter(({ clusterArn, status }) => clusterArn === cluster.arn && status === 'ACTIVE');
      const { items, ...more } = page(all, { maxResults: 10, ...input });
      return { serviceArns: items.map((service) => service.arn), ...more };
    },
    DeleteService: (input: aws.DeleteServiceCommandInput) => deleteService(ecs, input),
  };
}

function describeServices(ecs: EcsContext, input: aws.DescribeServicesCommandInput) {
  const cluster = findCluster(ecs.store, input.cluster);
  if ((input.services ?? []).length > 10) throw invalidParameter('At most 10 services can be described at once.');
  const services: aws.Service[] = [];
  const failures: aws.Failure[] = [];
  for (const name of input.services ?? []) {
    const found = seekService(ecs.store, cluster, name);
    if (!found) failures.push({ arn: arn('ecs', `service/${cluster.name}/${lastPart(name)}`), reason: 'MISSING' });
    else
      services.push({ ...viewService(ecs, found), ...(input.include?.includes('TAGS') ? { tags: found.tags } : {}) });
  }
  return { services, failures };
}

function deleteService(ecs: EcsContext, input: aws.DeleteServiceCommandInput) {
  const service = findService(ecs.store, input.cluster, input.service);
  if (service.status === 'ACTIVE' && service.desiredCount > 0 && !input.force) {
    throw invalidParameter('The service cannot be stopped while it is scaled above 0.');
  }
  if (service.status === 'ACTIVE')
    ecs.store.commit(() => ecs.store.services.update(service.arn, { status: 'DRAINING' }));
  ecs.wake(service.arn);
  return { service: viewService(ecs, ecs.store.services.get(service.arn) ?? service) };
}
