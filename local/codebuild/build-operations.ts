import type {
  BatchGetBuildsInput,
  Build,
  ListBuildsForProjectInput,
  ListBuildsInput,
  StartBuildInput,
  StopBuildInput,
} from '@aws-sdk/client-codebuild';
import type { Clock } from '#local/time/clock.ts';
import type { BuildQueue } from './build-queue.ts';
import type { BuildRecord } from './build-record.ts';
import type { BuildStore } from './build-store.ts';
import type { ProjectStore } from './project-store.ts';
import { invalidInput, notFound, refuseUnsupported } from './refuse.ts';
import { startBuild } from './start-build.ts';

export interface BuildOperationsOptions {
  projects: ProjectStore;
  builds: BuildStore;
  queue: BuildQueue;
  clock: Clock;
  describe(build: BuildRecord): Build;
  changed(id: string): void;
}

/** StartBuild and its neighbours. */
export function buildOperations({ projects, builds, queue, clock, describe, changed }: BuildOperationsOptions) {
  return {
    StartBuild: (input: StartBuildInput): { build: Build } => {
      const build = startBuild({ projects, builds }, input, clock.now());
      changed(build.id);
      queue.pump();
      return { build: describe(build) };
    },
    StopBuild: (input: StopBuildInput): { build: Build } => {
      const id = buildId(input.id ?? '');
      queue.end(id, 'STOPPED');
      const build = builds.find(id);
      if (!build) throw notFound(`Build cannot be found: ${input.id}`);
      return { build: describe(build) };
    },
    BatchGetBuilds: (input: BatchGetBuildsInput): { builds: Build[]; buildsNotFound: string[] } => {
      const ids = input.ids ?? [];
      const found = ids.flatMap((id) => builds.find(buildId(id)) ?? []);
      const known = new Set(found.map((build) => build.id));
      return { builds: found.map(describe), buildsNotFound: ids.filter((id) => !known.has(buildId(id))) };
    },
    ListBuilds: (input: ListBuildsInput) => {
      refuseUnsupported(input, ['sortOrder', 'nextToken']);
      return page(builds.list(), input);
    },
    ListBuildsForProject: (input: ListBuildsForProjectInput) => {
      refuseUnsupported(input, ['projectName', 'sortOrder', 'nextToken']);
      const ids = builds.list(input.projectName);
      if (ids.length === 0 && !projects.find(input.projectName ?? '')) {
        throw notFound(`Project cannot be found: ${input.projectName}`);
      }
      return page(ids, input);
    },
  };
}

/** A build is named by its id or by its ARN. */
const buildId = (text: string): string => text.replace(/^arn:[^/]*:build\//, '');

const PAGE = 100;

function page(newestFirst: string[], input: ListBuildsInput): { ids: string[]; nextToken?: string } {
  const ids = input.sortOrder === 'ASCENDING' ? newestFirst.toReversed() : newestFirst;
  const from = input.nextToken === undefined ? 0 : ids.indexOf(input.nextToken) + 1;
  if (from === 0 && input.nextToken !== undefined) throw invalidInput('nextToken is not one of this list');
  const last = ids[from + PAGE - 1];
  const more = ids.length > from + PAGE && last !== undefined;
  return { ids: ids.slice(from, from + PAGE), ...(more && { nextToken: last }) };
}
