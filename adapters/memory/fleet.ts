import type { Fleet, RunningTask, ServiceView, StoppedTask, Target } from '#core/ports/fleet.ts';
import { beginRollout, completeRollout, failRollout, isOver, startTask, turnAround } from './fleet-rollouts.ts';
import {
  addDefinition,
  definitionOf,
  type FleetWorld,
  refusal,
  type ServiceRecord,
  serviceArn,
  serviceOf,
  type TaskDefinitionRecord,
} from './fleet-world.ts';

export interface MemoryFleet extends Fleet {
  /** A service at rest, as CreateService and a completed first deployment leave it. Returns its task definition's ARN. */
  createService(
    target: Target,
    image: string,
    options?: { desired?: number; settings?: Record<string, unknown> },
  ): string;
  removeService(target: Target): void;
  /** The deployment that is under way, forward or back, arrives. */
  finishDeployment(target: Target): void;
  /** The deployment that is under way fails; ECS goes back by itself if something completed before. */
  failDeployment(target: Target, reason: string): void;
  /** Somebody else registers a revision and updates the service to it. Returns its ARN. */
  deployByHand(target: Target, image: string): Promise<string>;
  scale(target: Target, desired: number): void;
  /** A running task stops and nothing takes its place yet. */
  stopTask(target: Target, reason: string): void;
  /** A task of another revision that should be long gone runs on. */
  leaveTask(target: Target, taskDefinition: string): void;
  deregister(taskDefinition: string): void;
  definition(taskDefinition: string): TaskDefinitionRecord;
}

/** A small ECS world in memory, with a truth of its own: nothing moves but by its commands. */
export function memoryFleet({ now }: { now: () => number }): MemoryFleet {
  const world: FleetWorld = { now, definitions: new Map(), services: new Map(), serial: 0 };
  return { ...port(world), ...commands(world) };
}

function port(world: FleetWorld): Fleet {
  return {
    async view(target) {
      const service = world.services.get(serviceArn(target));
      return service && view(service);
    },
    runningTasks: async (target): Promise<RunningTask[]> => structuredClone(serviceOf(world, target).tasks),
    stoppedTasks: async (target): Promise<StoppedTask[]> =>
      structuredClone(serviceOf(world, target).stopped.slice(0, 10)),
    async imageOf(target, taskDefinition) {
      const definition = world.definitions.get(taskDefinition);
      return definition?.status === 'ACTIVE' ? definition.images[target.container] : undefined;
    },
    async register(target, from, image, release) {
      const { family, images, settings, tags } = definitionOf(world, from);
      if (!Object.hasOwn(images, target.container))
        throw new Error(`The task definition ${from} has no container "${target.container}".`);
      return addDefinition(world, {
        family,
        images: { ...images, [target.container]: image },
        settings,
        tags: { ...tags, 'bakewatch:release': release.replace('#', '/') },
      });
    },
    deploy: async (target, taskDefinition) => beginRollout(world, serviceOf(world, target), taskDefinition),
    stop: async (target, serviceDeploymentArn) => stop(serviceOf(world, target), serviceDeploymentArn),
  };
}

function stop(service: ServiceRecord, deploymentArn: string): 'stopping' | 'finished' {
  const deployment = service.serviceDeployments.find((d) => d.arn === deploymentArn);
  if (!deployment || isOver(deployment)) return 'finished';
  if (deployment.status !== 'IN_PROGRESS') return 'stopping';
  const [rollout] = service.rollouts;
  if (rollout) rollout.state = 'FAILED';
  turnAround(service, deployment, 'Service deployment rolled back because of a stop request.');
  return 'stopping';
}

function view(service: ServiceRecord): ServiceView {
  const { status, desired, tasks, rollouts, serviceDeployments } = service;
  return {
    arn: service.arn,
    status,
    desired,
    running: tasks.length,
    pending: 0,
    deployments: rollouts.map(({ taskDefinition, state, reason, failed }, i) => ({
      status: i === 0 ? 'PRIMARY' : 'ACTIVE',
      taskDefinition,
      rolloutState: state,
      reason,
      desired: i === 0 ? desired : 0,
      running: tasks.filter((task) => task.taskDefinition === taskDefinition).length,
      pending: 0,
      failed,
    })),
    serviceDeployments: structuredClone(serviceDeployments.slice(0, 10)),
  };
}

function commands(world: FleetWorld): Omit<MemoryFleet, keyof Fleet> {
  return {
    createService: (target, image, options = {}) => createService(world, target, image, options),
    removeService(target) {
      const service = serviceOf(world, target);
      Object.assign(service, { status: 'INACTIVE', tasks: [], rollouts: [], desired: 0 });
    },
    finishDeployment: (target) => completeRollout(world, serviceOf(world, target)),
    failDeployment: (target, reason) => failRollout(world, serviceOf(world, target), reason),
    async deployByHand(target, image) {
      const service = serviceOf(world, target);
      const { family, images, settings } = definitionOf(world, service.rollouts[0]?.taskDefinition ?? '');
      const made = addDefinition(world, {
        family,
        images: { ...images, [target.container]: image },
        settings,
        tags: {},
      });
      beginRollout(world, service, made);
      return made;
    },
    scale(target, desired) {
      serviceOf(world, target).desired = desired;
    },
    stopTask(target, reason) {
      const service = serviceOf(world, target);
      const task = service.tasks.shift();
      if (!task) throw refusal('InvalidParameterException', 'There is no task to stop.');
      service.stopped.unshift({ arn: task.arn, taskDefinition: task.taskDefinition, reason });
    },
    leaveTask(target, taskDefinition) {
      const service = serviceOf(world, target);
      service.tasks.push(startTask(world, service, taskDefinition));
    },
    deregister(taskDefinition) {
      definitionOf(world, taskDefinition).status = 'INACTIVE';
    },
    definition: (taskDefinition) => structuredClone(definitionOf(world, taskDefinition)),
  };
}

function createService(
  world: FleetWorld,
  target: Target,
  image: string,
  { desired = 2, settings = {} }: { desired?: number; settings?: Record<string, unknown> },
): string {
  const images = { [target.container]: image };
  const taskDefinition = addDefinition(world, { family: target.service, images, settings, tags: {} });
  const service: ServiceRecord = {
    arn: serviceArn(target),
    status: 'ACTIVE',
    desired,
    completed: undefined,
    rollouts: [],
    serviceDeployments: [],
    tasks: [],
    stopped: [],
  };
  world.services.set(service.arn, service);
  beginRollout(world, service, taskDefinition);
  completeRollout(world, service);
  return taskDefinition;
}
