import type { Where } from './alarms.ts';

/** What a stage deploys to: one ECS service. */
export interface Target extends Where {
  /** Unique within its stage. */
  name: string;
  cluster: string;
  service: string;
  /** The container whose image a release replaces. */
  container: string;
}

/** One of the deployments that an ECS service lists: normally a single PRIMARY. */
export interface ListedDeployment {
  status: string;
  taskDefinition: string;
  rolloutState: string;
  reason: string;
  desired: number;
  running: number;
  pending: number;
  failed: number;
}

/** One service deployment of ECS: the record of one change, kept 90 days. */
export interface ServiceDeployment {
  arn: string;
  /** Open set; see ECS `ServiceDeploymentStatus`. */
  status: string;
  reason: string;
  taskDefinition: string;
  createdAt: number;
}

/** A fresh look at a target. */
export interface ServiceView {
  arn: string;
  /** ECS's own: ACTIVE, DRAINING, INACTIVE. */
  status: string;
  desired: number;
  running: number;
  pending: number;
  deployments: ListedDeployment[];
  /** Newest first; at most the last few. */
  serviceDeployments: ServiceDeployment[];
}

export interface RunningTask {
  arn: string;
  taskDefinition: string;
  /** The digest that the container really runs, when ECS reports it. */
  digest?: string;
  startedAt?: number;
}

export interface StoppedTask {
  arn: string;
  taskDefinition: string;
  /** `Essential container in task exited (exit code 1)`. */
  reason: string;
}

/** The ECS services. Every call is a fresh read or one mutation; nothing is cached. */
export interface Fleet {
  /** Undefined when the service or its cluster does not exist. */
  view(target: Target): Promise<ServiceView | undefined>;
  runningTasks(target: Target): Promise<RunningTask[]>;
  /** The last few tasks that stopped, newest first: why a deployment fails. */
  stoppedTasks(target: Target): Promise<StoppedTask[]>;
  /** The image of `container` in a task definition; undefined when it is gone or INACTIVE. */
  imageOf(target: Target, taskDefinition: string): Promise<string | undefined>;
  /**
   * A copy of `from` (an ARN, or a family: then its newest active revision) with the container's image replaced, tagged with the release.
   * Returns its ARN. Each call makes a new one.
   */
  register(target: Target, from: string, image: string, release: string): Promise<string>;
  /** UpdateService to that task definition; nothing else is changed, desiredCount never sent. */
  deploy(target: Target, taskDefinition: string): Promise<void>;
  /** StopServiceDeployment(ROLLBACK). `finished`: there was nothing left to stop. */
  stop(target: Target, serviceDeploymentArn: string): Promise<'stopping' | 'finished'>;
}
