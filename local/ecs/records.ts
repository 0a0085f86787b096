import type * as ecs from '@aws-sdk/client-ecs';

/** What ECS remembers. All times are epoch ms; a record is replaced, never changed in place. */
export interface ClusterRecord {
  arn: string;
  name: string;
  createdAt: number;
  tags: ecs.Tag[];
}

export interface TaskDefinitionRecord {
  arn: string;
  family: string;
  revision: number;
  status: 'ACTIVE' | 'INACTIVE';
  registeredAt: number;
  deregisteredAt?: number;
  tags: ecs.Tag[];
  /** Everything that was registered, as it was sent. */
  registered: Omit<ecs.RegisterTaskDefinitionRequest, 'tags'>;
}

/** Stored and shown, without meaning on one machine. */
export type ShownOnly = Pick<
  ecs.Service,
  | 'launchType'
  | 'capacityProviderStrategy'
  | 'platformVersion'
  | 'networkConfiguration'
  | 'enableECSManagedTags'
  | 'propagateTags'
  | 'enableExecuteCommand'
  | 'availabilityZoneRebalancing'
>;

export interface ServiceRecord {
  arn: string;
  name: string;
  clusterArn: string;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desiredCount: number;
  taskDefinition: string;
  configuration: ecs.DeploymentConfiguration;
  loadBalancers: ecs.LoadBalancer[];
  gracePeriodSeconds: number;
  shown: ShownOnly;
  tags: ecs.Tag[];
  clientToken?: string;
  createdAt: number;
  /** The rollout that new tasks belong to. */
  primary: string;
  /** The newest service deployment. */
  deployment: string;
  /** What an automatic rollback goes back to: the revision that completed last. */
  completedRevision?: string;
  steady: boolean;
  /** Newest first. */
  events: { id: string; createdAt: number; message: string }[];
}

/** One immutable state of a service: a task definition with its image pinned to a digest. */
export interface RevisionRecord {
  arn: string;
  serviceArn: string;
  clusterArn: string;
  taskDefinition: string;
  containerName: string;
  image: string;
  /** Absent until the deployment starts, and for good when the image cannot be found. */
  digest?: string;
  loadBalancers: ecs.LoadBalancer[];
  shown: ShownOnly;
  createdAt: number;
}

/** A "service deployment": the change of a service to a revision, including its rollback. */
export interface DeploymentRecord {
  arn: string;
  serviceArn: string;
  clusterArn: string;
  status: ecs.ServiceDeploymentStatus;
  statusReason?: string;
  revision: string;
  sourceRevisions: string[];
  configuration: ecs.DeploymentConfiguration;
  /** The rollout that goes forward; it holds the breaker's count. */
  rollout: string;
  alarms: { watched: boolean; triggered: string[] };
  rollback?: { reason: string; startedAt: number; revision: string };
  /** When all tasks were first well, for the time in which alarms may still object. */
  stableSince?: number;
  createdAt: number;
  startedAt?: number;
  finishedAt?: number;
  stoppedAt?: number;
  updatedAt: number;
}

/** An entry of `Service.deployments[]` (`ecs-svc/...`): the tasks of one revision coming or going. */
export interface RolloutRecord {
  /** `ecs-svc/<number>`. */
  arn: string;
  serviceArn: string;
  deployment: string;
  revision: string;
  taskDefinition: string;
  direction: 'forward' | 'rollback';
  status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  state: ecs.DeploymentRolloutState;
  reason: string;
  failedTasks: number;
  /** What the circuit breaker counts. */
  breakerFailures: number;
  failuresInARow: number;
  /** No task is started before. */
  retryAt: number;
  createdAt: number;
  updatedAt: number;
}

export interface TaskRecord {
  arn: string;
  clusterArn: string;
  serviceArn?: string;
  rollout?: string;
  revision?: string;
  taskDefinition: string;
  image: string;
  digest?: string;
  group: string;
  startedBy?: string;
  overrides?: ecs.TaskOverride;
  tags: ecs.Tag[];
  lastStatus: 'PENDING' | 'RUNNING' | 'DEACTIVATING' | 'STOPPING' | 'STOPPED';
  desiredStatus: 'RUNNING' | 'STOPPED';
  targetGroupArn?: string;
  hostPort?: number;
  /** The recorded process: together, the id and the kernel's start time belong to one process only. */
  process?: { pid: number; startTime: string };
  /** Passed its health check (or stayed up) at least once. */
  wasHealthy: boolean;
  exitCode?: number;
  stopCode?: ecs.TaskStopCode;
  stoppedReason?: string;
  version: number;
  createdAt: number;
  startedAt?: number;
  stoppingAt?: number;
  stoppedAt?: number;
}

/** What a RunTask call with a client token was, so that a repetition gets the same tasks. */
export interface RunTokenRecord {
  arn: string;
  request: string;
  tasks: string[];
}
