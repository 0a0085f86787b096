import type * as codebuild from '@aws-sdk/client-codebuild';

/** A project as it is stored. Times are epoch ms. */
export interface ProjectRecord {
  name: string;
  description?: string | undefined;
  source: codebuild.ProjectSource;
  sourceVersion?: string | undefined;
  environment: codebuild.ProjectEnvironment;
  serviceRole: string;
  timeoutInMinutes: number;
  tags: codebuild.Tag[];
  created: number;
  lastModified: number;
}

export interface PhaseRecord {
  type: codebuild.BuildPhaseType;
  startTime: number;
  endTime?: number;
  status?: codebuild.StatusType;
  contexts: PhaseContext[];
}

export interface PhaseContext {
  statusCode: string;
  message: string;
}

/** A process group that ran commands of the build. The start time tells it from a later one with the same number. */
export interface BuildProcess {
  group: number;
  startTime: string | undefined;
}

export interface BuildRecord {
  id: string;
  number: number;
  /** The project as it was when the build was asked for. */
  project: ProjectRecord;
  sourceVersion?: string | undefined;
  resolvedSourceVersion?: string;
  status: codebuild.StatusType;
  initiator: string;
  startTime: number;
  endTime?: number;
  phases: PhaseRecord[];
  exportedVariables: { name: string; value: string }[];
  /** How often it was begun: a crash of the machine begins it anew. 0 while it waits in the queue. */
  attempt: number;
  /** The StartBuild input with an idempotency token, to tell a repeated request from another one with the same token. */
  request: string;
}
