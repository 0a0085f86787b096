import type * as ecs from '@aws-sdk/client-ecs';
import type { EcsContext } from './ecs-context.ts';
import { invalidParameter, refuseUnsupported, unsupported } from './errors.ts';
import type { ServiceRecord, ShownOnly } from './records.ts';

/** Parameters that CreateService and UpdateService have in common. */
export const SHARED = [
  ...['cluster', 'taskDefinition', 'desiredCount', 'deploymentConfiguration', 'deploymentController', 'loadBalancers'],
  'healthCheckGracePeriodSeconds',
];

/** Changing one of these starts a deployment; the others only take effect on the next one (ECS API, UpdateService). */
const DEPLOYED = ['launchType', 'capacityProviderStrategy', 'platformVersion', 'networkConfiguration'] as const;

export const SHOWN = [
  ...DEPLOYED,
  ...(['enableECSManagedTags', 'propagateTags', 'enableExecuteCommand', 'availabilityZoneRebalancing'] as const),
] as const;

export function shownOnly(input: ShownOnly): ShownOnly {
  return Object.fromEntries(SHOWN.map((name) => [name, input[name]]).filter(([, value]) => value !== undefined));
}

/** Throws when a controller other than ECS's own is asked for. */
export function refuseOtherControllers(controller: ecs.DeploymentController | undefined): void {
  const type = controller?.type ?? 'ECS';
  if (type !== 'ECS') throw unsupported(`The deployment controller ${type} is not supported.`);
}

/** Throws InvalidParameterException unless it is at most one target group that exists here. */
export function validLoadBalancers(ecsContext: EcsContext, given: ecs.LoadBalancer[] = []): ecs.LoadBalancer[] {
  if (given.length > 1) throw invalidParameter('loadBalancers: a service on one machine has at most one target group.');
  for (const balancer of given) {
    refuseUnsupported(balancer, ['targetGroupArn', 'containerName', 'containerPort'], 'loadBalancers[0].');
    const { targetGroupArn = '' } = balancer;
    if (!ecsContext.loadBalancers.hasTargetGroup(targetGroupArn)) {
      throw invalidParameter(`The target group ${targetGroupArn} does not exist.`);
    }
  }
  return given;
}

/** The load balancer sends requests to the container's port, so the definition must have it. */
export function checkPort(ecsContext: EcsContext, taskDefinition: string, balancers: ecs.LoadBalancer[]): void {
  const container = ecsContext.store.taskDefinitions.get(taskDefinition)?.registered.containerDefinitions?.[0];
  for (const { containerName, containerPort } of balancers) {
    const fits =
      container?.name === containerName && container?.portMappings?.some((m) => m.containerPort === containerPort);
    if (!fits) {
      throw invalidParameter(`The container ${containerName} did not have a container port ${containerPort} defined.`);
    }
  }
}

export function validCount(count: number): number {
  if (!Number.isInteger(count) || count < 0) throw invalidParameter('Desired count must be 0 or more.');
  return count;
}

/** Whether going from one state of a service to the other needs new tasks. */
export function needsDeployment(before: ServiceRecord, after: ServiceRecord): boolean {
  const parts = ({ taskDefinition, loadBalancers, shown }: ServiceRecord): string =>
    JSON.stringify([taskDefinition, loadBalancers, DEPLOYED.map((name) => shown[name] ?? null)]);
  return parts(before) !== parts(after);
}
