import type { EvidenceMetric } from './alarms.ts';

/** Where something is looked for. */
export interface Place {
  /** Absent: where Bakewatch is installed. */
  region?: string | undefined;
  /** The ARN of the role through which another account is entered. */
  role?: string | undefined;
}

/** What AWS said to one question. That it may not be asked is its own thing: it is never good news. */
export type Answer<Found> =
  | { kind: 'found'; found: Found }
  | { kind: 'missing' }
  | {
      kind: 'unasked';
      /** Half a sentence: what came instead of an answer. */
      why: string;
      /** What whoever asks would have to be allowed: `ecs:DescribeServices`. Absent when it is not for want of a permission. */
      permission?: string;
    };

/** Whom AWS takes us for. `refused`: it takes these credentials for nobody's, or cannot be reached; nothing else need be asked. */
export type Identity =
  | { kind: 'known'; account: string; arn: string }
  | { kind: 'refused'; why: string }
  | { kind: 'unknown'; why: string };

export interface EcsServiceFacts {
  /** ECS's own: ACTIVE, DRAINING, INACTIVE. */
  status: string;
  /** ECS, CODE_DEPLOY or EXTERNAL. */
  controller: string;
  /** The ARN of the task definition that it runs. */
  taskDefinition: string;
}

export interface TaskDefinitionFacts {
  family: string;
  revision: number;
  containers: string[];
  /** By the name of the container. */
  images?: Record<string, string>;
  /** The ARNs of its task role and its execution role. */
  roles: string[];
  /** The groups that its containers log to with `awslogs`, but for those that the containers may create themselves. */
  logGroups: { name: string; region?: string | undefined }[];
}

export interface RoleFacts {
  /** `service-role/hello-task`: the name with its path, without the slash before it. */
  name: string;
}

export interface AlarmFacts {
  arn: string;
  /** OK, ALARM or INSUFFICIENT_DATA. */
  state: string;
  reason: string;
  /** One evaluation: period x evaluation periods, in ms. */
  evaluationMs: number;
}

export interface MetricFacts {
  /** Those under which the metric had data within two weeks: of those asked for all, of others some. */
  dimensions: Record<string, string>[];
}

export interface ProjectFacts {
  /** Whether its builds may run Docker. */
  isPrivileged: boolean;
}

export interface RepositoryFacts {
  areTagsImmutable: boolean;
}

/**
 * What there is in AWS before Bakewatch is installed. Every call only reads, and none throws: what could not be asked is
 * `unasked`, with the reason.
 */
export interface Inventory {
  identity(): Promise<Identity>;
  /** Can the place be entered from here? Where no role is to be assumed it always can. */
  entry(place: Place): Promise<Answer<true>>;
  cluster(place: Place, name: string): Promise<Answer<{ status: string }>>;
  /** `missing` also when its cluster is. */
  service(place: Place, cluster: string, name: string): Promise<Answer<EcsServiceFacts>>;
  /** By ARN, or by family: then its newest active revision. */
  taskDefinition(place: Place, name: string): Promise<Answer<TaskDefinitionFacts>>;
  /** By name; a path before it is passed over. */
  role(place: Place, name: string): Promise<Answer<RoleFacts>>;
  logGroup(place: Place, name: string): Promise<Answer<true>>;
  /** One answer per name, in that order. */
  alarms(place: Place, names: string[]): Promise<Answer<AlarmFacts>[]>;
  metric(place: Place, metric: Omit<EvidenceMetric, 'period'>): Promise<Answer<MetricFacts>>;
  project(name: string): Promise<Answer<ProjectFacts>>;
  repository(name: string): Promise<Answer<RepositoryFacts>>;
}

export interface ServiceListed {
  name: string;
  /** The ARN of the task definition that it runs. */
  taskDefinition: string;
  /** Its load balancer's, as CloudWatch's dimension has them: `targetgroup/hello/0123456789abcdef`. */
  targetGroups: string[];
}

export interface AlarmListed {
  name: string;
  /** Of each metric that it watches. */
  dimensions: Record<string, string>[];
}

/** What there is of each kind, where the credentials are: for a person who has no configuration yet. Like the Inventory it only reads, and throws nothing. */
export interface Listings {
  clusters(): Promise<Answer<string[]>>;
  /** Those that Bakewatch could deploy: active, and under ECS's own controller. */
  services(cluster: string): Promise<Answer<ServiceListed[]>>;
  /** CodeBuild's. */
  projects(): Promise<Answer<string[]>>;
  /** ECR's. */
  repositories(): Promise<Answer<string[]>>;
  allAlarms(): Promise<Answer<AlarmListed[]>>;
}
