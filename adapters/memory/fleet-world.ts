import type { RunningTask, ServiceDeployment, StoppedTask, Target } from '#core/ports/fleet.ts';

/** The truth of a small ECS world, as plain data. */
export interface FleetWorld {
  now: () => number;
  definitions: Map<string, TaskDefinitionRecord>;
  services: Map<string, ServiceRecord>;
  serial: number;
}

export interface TaskDefinitionRecord {
  arn: string;
  family: string;
  status: 'ACTIVE' | 'INACTIVE';
  /** Container name to image. */
  images: Record<string, string>;
  /** Everything else: copied as it is. */
  settings: Record<string, unknown>;
  tags: Record<string, string>;
}

/** What ECS lists as a deployment of a service. The first of a service is PRIMARY. */
export interface Rollout {
  taskDefinition: string;
  state: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  reason: string;
  direction: 'forward' | 'rollback';
  failed: number;
}

export interface ServiceRecord {
  arn: string;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desired: number;
  /** The task definition whose deployment completed last: where ECS goes back to by itself. */
  completed: string | undefined;
  rollouts: Rollout[];
  /** Newest first. */
  serviceDeployments: ServiceDeployment[];
  tasks: RunningTask[];
  /** Newest first. */
  stopped: StoppedTask[];
}

const REGION = 'us-east-1';
const ACCOUNT = '000000000000';

export const arn = (resource: string, region = REGION): string => `arn:aws:ecs:${region}:${ACCOUNT}:${resource}`;

export const serviceArn = ({ cluster, service, region }: Target): string =>
  arn(`service/${cluster}/${service}`, region);

export function nextSerial(world: FleetWorld): number {
  world.serial += 1;
  return world.serial;
}

/** An error under the name that ECS gives it. */
export function refusal(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** Throws `ServiceNotFoundException`. */
export function serviceOf(world: FleetWorld, target: Target): ServiceRecord {
  const service = world.services.get(serviceArn(target));
  if (!service) throw refusal('ServiceNotFoundException', `Service not found: ${target.service}`);
  return service;
}

/** By ARN, `family:revision`, or `family`: then its newest active revision. Throws `ClientException` as ECS does. */
export function definitionOf(world: FleetWorld, taskDefinition: string): TaskDefinitionRecord {
  const definition =
    world.definitions.get(taskDefinition) ??
    world.definitions.get(arn(`task-definition/${taskDefinition}`)) ??
    // They are kept in the order in which they were registered.
    [...world.definitions.values()].findLast((d) => d.family === taskDefinition && d.status === 'ACTIVE');
  if (!definition) throw refusal('ClientException', 'Unable to describe task definition.');
  return definition;
}

/** The next revision of the family. Returns its ARN. */
export function addDefinition(
  world: FleetWorld,
  made: Pick<TaskDefinitionRecord, 'family' | 'images' | 'settings' | 'tags'>,
): string {
  const revision = [...world.definitions.values()].filter((d) => d.family === made.family).length + 1;
  const definition: TaskDefinitionRecord = {
    ...structuredClone(made),
    arn: arn(`task-definition/${made.family}:${revision}`),
    status: 'ACTIVE',
  };
  world.definitions.set(definition.arn, definition);
  return definition.arn;
}
