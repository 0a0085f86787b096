import * as aws from '@aws-sdk/client-ecs';
import { mergeConfiguration } from './deployment-configuration.ts';
import type { EcsContext } from './ecs-context.ts';
import { refuseUnsupported } from './errors.ts';
import { publishServiceAction } from './events.ts';
import { findService, findTaskDefinition } from './find.ts';
import type { ServiceRecord } from './records.ts';
import {
  checkPort,
  needsDeployment,
  refuseOtherControllers,
  SHARED,
  SHOWN,
  shownOnly,
  validCount,
  validLoadBalancers,
} from './service-settings.ts';
import { startDeployment } from './start-deployment.ts';
import { viewService } from './view-service.ts';

/**
 * UpdateService: a new task definition, load balancer or network, or `forceNewDeployment`, starts a deployment (and supersedes one
 * that is under way); a new desired count or deployment configuration does not.
 */
export function updateService(ecs: EcsContext, input: aws.UpdateServiceCommandInput): { service: aws.Service } {
  refuseUnsupported(input, [...SHARED, ...SHOWN, 'service', 'forceNewDeployment']);
  refuseOtherControllers(input.deploymentController);
  const before = findService(ecs.store, input.cluster, input.service);
  if (before.status !== 'ACTIVE') {
    throw new aws.ServiceNotActiveException({ message: 'Service was not ACTIVE.', $metadata: {} });
  }
  const after = changed(ecs, before, input);
  checkPort(ecs, after.taskDefinition, after.loadBalancers);
  ecs.store.commit(() => {
    ecs.store.services.put(after);
    if (after.desiredCount !== before.desiredCount) {
      publishServiceAction(ecs, after, 'INFO', 'SERVICE_DESIRED_COUNT_UPDATED');
    }
    if (input.forceNewDeployment || needsDeployment(before, after)) startDeployment(ecs, after);
  });
  ecs.wake(after.arn);
  return { service: viewService(ecs, ecs.store.services.get(after.arn) ?? after) };
}

function changed(ecs: EcsContext, before: ServiceRecord, input: aws.UpdateServiceCommandInput): ServiceRecord {
  const { taskDefinition, loadBalancers, desiredCount, healthCheckGracePeriodSeconds } = input;
  return {
    ...before,
    desiredCount: validCount(desiredCount ?? before.desiredCount),
    taskDefinition:
      taskDefinition === undefined ? before.taskDefinition : findTaskDefinition(ecs.store, taskDefinition).arn,
    configuration: mergeConfiguration(input.deploymentConfiguration, before.configuration),
    loadBalancers: loadBalancers === undefined ? before.loadBalancers : validLoadBalancers(ecs, loadBalancers),
    gracePeriodSeconds: healthCheckGracePeriodSeconds ?? before.gracePeriodSeconds,
    shown: { ...before.shown, ...shownOnly(input) },
  };
}
