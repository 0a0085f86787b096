import { randomUUID } from 'node:crypto';
import type { EnvironmentVariable, StartBuildInput } from '@aws-sdk/client-codebuild';
import type { BuildRecord, ProjectRecord } from './build-record.ts';
import type { BuildStore } from './build-store.ts';
import { enqueue } from './phases.ts';
import { acceptTimeout, acceptVariables } from './project-operations.ts';
import type { ProjectStore } from './project-store.ts';
import { invalidInput, notFound, refuseUnsupported } from './refuse.ts';

const PARAMETERS = [
  'projectName',
  'sourceVersion',
  'environmentVariablesOverride',
  'buildspecOverride',
  'timeoutInMinutesOverride',
  'idempotencyToken',
];

/**
 * StartBuild: records a build in the queue. The same idempotency token answers with the same build, for ever (AWS
 * remembers it for 5 minutes), and refuses other parameters.
 */
export function startBuild(
  stores: { projects: ProjectStore; builds: BuildStore },
  input: StartBuildInput,
  now: number,
): BuildRecord {
  refuseUnsupported(input, PARAMETERS);
  const request = JSON.stringify(input, Object.keys(input).sort().concat('name', 'value', 'type'));
  const earlier = input.idempotencyToken ? stores.builds.findByToken(input.idempotencyToken) : undefined;
  if (earlier?.request === request) return earlier;
  if (earlier) throw invalidInput('idempotencyToken was used for another build with different parameters');
  const project = stores.projects.find(input.projectName ?? '');
  if (!project) throw notFound(`Project cannot be found: ${input.projectName}`);
  const build: BuildRecord = {
    id: `${project.name}:${randomUUID()}`,
    number: stores.builds.lastNumber(project.name) + 1,
    project: overridden(project, input),
    sourceVersion: input.sourceVersion ?? project.sourceVersion,
    status: 'IN_PROGRESS',
    initiator: 'local',
    startTime: now,
    phases: [],
    exportedVariables: [],
    attempt: 0,
    request,
  };
  const queued = enqueue(build, now);
  stores.builds.add(queued, input.idempotencyToken);
  return queued;
}

function overridden(project: ProjectRecord, input: StartBuildInput): ProjectRecord {
  acceptVariables(input.environmentVariablesOverride, 'environmentVariablesOverride');
  const { environment, source } = project;
  const variables = [...(environment.environmentVariables ?? []), ...(input.environmentVariablesOverride ?? [])];
  return {
    ...project,
    environment: { ...environment, environmentVariables: lastOfEach(variables) },
    source: input.buildspecOverride === undefined ? source : { ...source, buildspec: input.buildspecOverride },
    timeoutInMinutes: acceptTimeout(
      input.timeoutInMinutesOverride ?? project.timeoutInMinutes,
      'timeoutInMinutesOverride',
    ),
  };
}

const lastOfEach = (variables: EnvironmentVariable[]): EnvironmentVariable[] => [
  ...new Map(variables.map((variable) => [variable.name, variable])).values(),
];
