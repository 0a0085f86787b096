import {
  type BatchGetProjectsInput,
  type CreateProjectInput,
  type DeleteProjectInput,
  type ProjectEnvironment,
  type ProjectSource,
  ResourceAlreadyExistsException,
  type UpdateProjectInput,
} from '@aws-sdk/client-codebuild';
import type { Clock } from '#local/time/clock.ts';
import type { ProjectRecord } from './build-record.ts';
import { describeProject } from './describe-build.ts';
import type { ProjectStore } from './project-store.ts';
import { invalidInput, notFound, refuseUnsupported } from './refuse.ts';
import { sourceDirectory } from './source-directory.ts';

const MEMBERS = ['name', 'description', 'source', 'sourceVersion', 'artifacts', 'environment', 'serviceRole'];
const SETTINGS = ['timeoutInMinutes', 'tags', 'badgeEnabled'];

/** CreateProject and its neighbours, over stored records. */
export function projectOperations(projects: ProjectStore, clock: Clock) {
  return {
    CreateProject: (input: CreateProjectInput) => {
      const project = acceptProject(input, clock.now());
      if (projects.find(project.name)) {
        throw new ResourceAlreadyExistsException({
          message: `Project already exists: ${project.name}`,
          $metadata: {},
        });
      }
      projects.put(project);
      return { project: describeProject(project) };
    },
    UpdateProject: (input: UpdateProjectInput) => {
      const before = projects.find(input.name ?? '');
      if (!before) throw notFound(`Project cannot be found: ${input.name}`);
      const project = { ...acceptProject({ ...before, ...given(input) }, clock.now()), created: before.created };
      projects.put(project);
      return { project: describeProject(project) };
    },
    BatchGetProjects: (input: BatchGetProjectsInput) => {
      const found = (input.names ?? []).flatMap((name) => projects.find(name) ?? []);
      const known = new Set(found.map((project) => project.name));
      return {
        projects: found.map(describeProject),
        projectsNotFound: (input.names ?? []).filter((name) => !known.has(name)),
      };
    },
    ListProjects: (input: object) => {
      refuseUnsupported(input, []);
      return { projects: projects.names() };
    },
    DeleteProject: (input: DeleteProjectInput) => {
      projects.remove(input.name ?? '');
      return {};
    },
  };
}

const given = (input: UpdateProjectInput): object =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

function acceptProject(
  input: Partial<CreateProjectInput> & { created?: number; lastModified?: number },
  now: number,
): ProjectRecord {
  refuseUnsupported(input, [...MEMBERS, ...SETTINGS, 'created', 'lastModified']);
  const { name = '', source, environment, serviceRole } = input;
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/.test(name)) throw invalidInput(`Invalid project name: ${name}`);
  if (!(source && environment && serviceRole)) throw invalidInput('source, environment and serviceRole are required');
  if (input.artifacts && input.artifacts.type !== 'NO_ARTIFACTS') {
    throw invalidInput(`artifacts.type ${input.artifacts.type} is not supported by CodeBuild on one machine.`);
  }
  acceptSource(source);
  acceptEnvironment(environment);
  return {
    name,
    source,
    environment,
    serviceRole,
    description: input.description,
    sourceVersion: input.sourceVersion,
    timeoutInMinutes: acceptTimeout(input.timeoutInMinutes ?? 60, 'timeoutInMinutes'),
    tags: input.tags ?? [],
    created: now,
    lastModified: now,
  };
}

/** Here they are all bare repositories on this machine. */
const HOSTED: ReadonlySet<string> = new Set(['GITHUB', 'GITLAB', 'GITLAB_SELF_MANAGED', 'BITBUCKET']);

function acceptSource(source: ProjectSource): void {
  refuseUnsupported(source, ['type', 'location', 'buildspec', 'gitCloneDepth', 'reportBuildStatus'], 'source.');
  if (source.type === 'NO_SOURCE') {
    if (!source.buildspec) throw invalidInput('source.buildspec is required when source.type is NO_SOURCE');
    return;
  }
  if (!HOSTED.has(source.type ?? '')) {
    throw invalidInput(`source.type ${source.type} is not supported by CodeBuild on one machine.`);
  }
  sourceDirectory(source.location);
}

function acceptEnvironment(environment: ProjectEnvironment): void {
  const members = [
    'type',
    'image',
    'computeType',
    'environmentVariables',
    'privilegedMode',
    'imagePullCredentialsType',
  ];
  refuseUnsupported(environment, members, 'environment.');
  acceptVariables(environment.environmentVariables, 'environment.environmentVariables');
}

/** Plain variables only: there is no Parameter Store here, and a secret does not belong into a build's log. */
export function acceptVariables(variables: ProjectEnvironment['environmentVariables'], where: string): void {
  for (const { name, type } of variables ?? []) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name ?? '')) throw invalidInput(`${where}: invalid name ${name}`);
    if (type && type !== 'PLAINTEXT') throw invalidInput(`${where}: type ${type} of ${name} is not supported here.`);
  }
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html: 5 minutes to 36 hours. */
export function acceptTimeout(minutes: number, where: string): number {
  if (!(minutes >= 5 && minutes <= 2160)) throw invalidInput(`${where} must be between 5 and 2160, not ${minutes}`);
  return minutes;
}
