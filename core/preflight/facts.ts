import type {
  AlarmFacts,
  Answer,
  EcsServiceFacts,
  Identity,
  MetricFacts,
  ProjectFacts,
  RepositoryFacts,
  RoleFacts,
  TaskDefinitionFacts,
} from '../ports/inventory.ts';

/** What AWS said to everything that a configuration names, in the configuration's own order. */
export interface Facts {
  identity: Identity;
  services: Record<string, ServiceFacts>;
}

export interface ServiceFacts {
  /** Absent: it builds nothing. */
  project?: Answer<ProjectFacts>;
  repository: Answer<RepositoryFacts>;
  stages: StageFacts[];
}

export interface StageFacts {
  targets: TargetFacts[];
  alarms: Answer<AlarmFacts>[];
  evidence?: Answer<MetricFacts>;
  migrate?: RunFacts;
  verify?: RunFacts | { project: Answer<ProjectFacts> };
  /** For each of the stage's `taskRoles`, what each account said in which the stage runs tasks. */
  taskRoles: Answer<RoleFacts>[][];
}

/** What follows is absent where what comes before it was not found. */
export interface TargetFacts {
  entry: Answer<true>;
  cluster?: Answer<{ status: string }>;
  service?: Answer<EcsServiceFacts>;
  task?: TaskFacts;
}

/** A task that is run once: a migration, or tests. */
export interface RunFacts {
  cluster: Answer<{ status: string }>;
  task: TaskFacts;
}

export interface TaskFacts {
  definition: Answer<TaskDefinitionFacts>;
  logGroups: { name: string; answer: Answer<true> }[];
}
