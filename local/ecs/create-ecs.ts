import * as aws from '@aws-sdk/client-ecs';
import type { Emit } from '../eventbridge/aws-event.ts';
import type { HttpService } from '../http/http-service.ts';
import { jsonService } from '../http/json-service.ts';
import type { LoadBalancers } from '../loadbalancer/create-load-balancers.ts';
import type { Clock } from '../time/clock.ts';
import { closeTasks } from './close-tasks.ts';
import { clusterOperations } from './clusters.ts';
import { DEFAULT_TIMING, type EcsContext, type Images, type Timing } from './ecs-context.ts';
import { seekTaskDefinition } from './find.ts';
import { recover } from './recover.ts';
import { runTask } from './run-task.ts';
import { createScheduler } from './scheduler.ts';
import { serviceDeploymentOperations } from './service-deployments.ts';
import { serviceOperations } from './services.ts';
import { stopTask } from './stop-task.ts';
import { openStore } from './store.ts';
import { tagOperations } from './tags.ts';
import { taskDefinitionOperations } from './task-definitions.ts';
import { taskOperations } from './tasks.ts';
import { viewTask } from './view-task.ts';

export interface EcsSettings {
  /** State, logs and the tasks' files live under it. */
  dir: string;
  clock: Clock;
  emit: Emit;
  images: Images;
  loadBalancers: LoadBalancers;
  alarmState: (name: string) => string | undefined;
  timing?: Partial<Timing>;
}

export interface Ecs {
  service: HttpService;
  /**
   * Ends what an earlier run left behind and goes on where it stopped. Rejects when a target group of a service
   * does not exist: load balancers are created first.
   */
  start(): Promise<void>;
  /** Ends every task's process. What was wanted stays on record for the next start. */
  close(): Promise<void>;
  /** In-process RunTask, for `runTask.sync`. Throws ECS's own exceptions. */
  runTask(input: aws.RunTaskCommandInput): Promise<{ tasks: aws.Task[]; failures: aws.Failure[] }>;
  describeTask(taskArn: string): aws.Task | undefined;
  stopTask(taskArn: string, reason: string): void;
  /** By family, `family:revision` or ARN; undefined when there is none. */
  findTaskDefinition(
    name: string,
  ): Pick<aws.TaskDefinition, 'taskDefinitionArn' | 'taskRoleArn' | 'executionRoleArn'> | undefined;
  /** Called after each change of a task, with the task as DescribeTasks shows it. Returns a function that ends it. */
  onChange(listener: (task: aws.Task) => void): () => void;
}

/** Amazon ECS on one machine: its API, its rolling deployments, and real processes for tasks. */
export function createEcs(settings: EcsSettings): Ecs {
  const listeners = new Set<(task: aws.Task) => void>();
  const ecs: EcsContext = {
    dir: settings.dir,
    clock: settings.clock,
    store: openStore(`${settings.dir}/ecs.db`, settings.emit),
    images: settings.images,
    loadBalancers: settings.loadBalancers,
    alarmState: settings.alarmState,
    timing: { ...DEFAULT_TIMING, ...settings.timing },
    processes: new Map(),
    ports: new Set(),
    wake: (serviceArn) => scheduler.wake(serviceArn),
    taskChanged: (task) => {
      for (const listener of listeners) listener(viewTask(ecs.store, task));
    },
    closing: false,
  };
  const scheduler = createScheduler(ecs);
  return {
    service: httpService(ecs),
    async start() {
      ecs.store.flush();
      requireTargetGroups(ecs);
      recover(ecs);
      scheduler.start();
    },
    close: () => closeTasks(ecs, scheduler),
    runTask: (input) => runTask(ecs, input),
    describeTask(taskArn) {
      const task = ecs.store.tasks.get(taskArn);
      return task && viewTask(ecs.store, task);
    },
    stopTask: (taskArn, reason) => stopTask(ecs, taskArn, 'UserInitiated', reason),
    findTaskDefinition(name) {
      const found = seekTaskDefinition(ecs.store, name);
      return found && { ...found.registered, taskDefinitionArn: found.arn };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function requireTargetGroups({ store, loadBalancers }: EcsContext): void {
  for (const service of store.services.list().filter(({ status }) => status !== 'INACTIVE')) {
    for (const { targetGroupArn = '' } of service.loadBalancers) {
      if (!loadBalancers.hasTargetGroup(targetGroupArn)) {
        throw new Error(
          `The service ${service.name} needs the target group ${targetGroupArn}: create its load balancer before ECS starts.`,
        );
      }
    }
  }
}

const httpService = (ecs: EcsContext): HttpService =>
  jsonService({
    name: 'ecs',
    target: 'AmazonEC2ContainerServiceV20141113',
    sdk: aws,
    operations: {
      ...clusterOperations(ecs),
      ...taskDefinitionOperations(ecs),
      ...serviceOperations(ecs),
      ...serviceDeploymentOperations(ecs),
      ...taskOperations(ecs),
      ...tagOperations(ecs),
    },
  });
