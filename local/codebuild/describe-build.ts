import type { Build, BuildPhase, Project } from '@aws-sdk/client-codebuild';
import { arn } from '#local/account.ts';
import type { BuildRecord, PhaseRecord, ProjectRecord } from './build-record.ts';

/** A build as BatchGetBuilds tells it. `logUrl` is where its log can be read. */
export function describeBuild(build: BuildRecord, logUrl: string): Build {
  const { project } = build;
  return {
    id: build.id,
    arn: arn('codebuild', `build/${build.id}`),
    buildNumber: build.number,
    projectName: project.name,
    startTime: new Date(build.startTime),
    endTime: build.endTime === undefined ? undefined : new Date(build.endTime),
    currentPhase: build.phases.at(-1)?.type,
    buildStatus: build.status,
    buildComplete: build.status !== 'IN_PROGRESS',
    sourceVersion: build.sourceVersion,
    resolvedSourceVersion: build.resolvedSourceVersion,
    phases: build.phases.map(describePhase),
    source: project.source,
    artifacts: { location: '' },
    cache: { type: 'NO_CACHE' },
    environment: project.environment,
    serviceRole: project.serviceRole,
    timeoutInMinutes: project.timeoutInMinutes,
    initiator: build.initiator,
    exportedEnvironmentVariables: build.exportedVariables,
    logs: { deepLink: logUrl, streamName: build.id.slice(build.id.indexOf(':') + 1) },
  };
}

function describePhase(phase: PhaseRecord): BuildPhase {
  if (phase.endTime === undefined) return { phaseType: phase.type, startTime: new Date(phase.startTime) };
  return {
    phaseType: phase.type,
    phaseStatus: phase.status,
    startTime: new Date(phase.startTime),
    endTime: new Date(phase.endTime),
    durationInSeconds: Math.round((phase.endTime - phase.startTime) / 1000),
    contexts: phase.contexts,
  };
}

export function describeProject(project: ProjectRecord): Project {
  return {
    ...project,
    arn: arn('codebuild', `project/${project.name}`),
    artifacts: { type: 'NO_ARTIFACTS' },
    cache: { type: 'NO_CACHE' },
    created: new Date(project.created),
    lastModified: new Date(project.lastModified),
  };
}
