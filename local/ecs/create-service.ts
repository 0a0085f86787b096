import type * as aws from '@aws-sdk/client-ecs';
import { arn } from '../account.ts';
import { mergeConfiguration } from './deployment-configuration.ts';
import type { EcsContext } from './ecs-context.ts';
import { invalidParameter, refuseUnsupported } from './errors.ts';
import { findCluster, findTaskDefinition } from './find.ts';
import type { ServiceRecord } from './records.ts';
import {
  checkPort,
  refuseOtherControllers,
  SHARED,
  SHOWN,
  shownOnly,
  validCount,
  validLoadBalancers,
} from './service-settings.ts';
import { startDeployment } from './start-deployment.ts';
import { viewService } from './view-service.ts';

/** CreateService: with the same client token the service that is there, otherwise a name in use is refused. */
export function createService(ecs: EcsContext, input: aws.CreateServiceCommandInput): { service: aws.Service } {
  refuseUnsupported(input, [...SHARED, ...SHOWN, 'serviceName', 'clientToken', 'schedulingStrategy', 'tags']);
  if ((input.schedulingStrategy ?? 'REPLICA') !== 'REPLICA')
    throw invalidParameter('Only REPLICA services are supported.');
  refuseOtherControllers(input.deploymentController);
  const service = newService(ecs, input);
  const before = ecs.store.services.get(service.arn);
  if (before && before.status !== 'INACTIVE') {
    const repeated = input.clientToken !== undefined && before.clientToken === input.clientToken;
    if (!repeated) throw invalidParameter('Creation of service was not idempotent.');
    return { service: viewService(ecs, before) };
  }
  checkPort(ecs, service.taskDefinition, service.loadBalancers);
  ecs.store.commit(() => {
    ecs.store.services.put(service);
    startDeployment(ecs, service);
  });
  ecs.wake(service.arn);
  return { service: viewService(ecs, ecs.store.services.get(service.arn) ?? service) };
}

function newService(ecs: EcsContext, input: aws.CreateServiceCommandInput): ServiceRecord {
  const cluster = findCluster(ecs.store, input.cluster);
  const name = input.serviceName ?? '';
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw invalidParameter('Invalid service name.');
  return {
    arn: arn('ecs', `service/${cluster.name}/${name}`),
    name,
    clusterArn: cluster.arn,
    status: 'ACTIVE',
    desiredCount: validCount(input.desiredCount ?? 1),
    taskDefinition: findTaskDefinition(ecs.store, input.taskDefinition).arn,
    configuration: mergeConfiguration(input.deploymentConfiguration ?? {}),
    loadBalancers: validLoadBalancers(ecs, input.loadBalancers),
    gracePeriodSeconds: input.healthCheckGracePeriodSeconds ?? 0,
    shown: shownOnly(input),
    tags: input.tags ?? [],
    ...(input.clientToken === undefined ? {} : { clientToken: input.clientToken }),
    createdAt: ecs.clock.now(),
    primary: '',
    deployment: '',
    steady: false,
    events: [],
  };
}
