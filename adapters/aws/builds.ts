import {
  type Build as AwsBuild,
  BatchGetBuildsCommand,
  CodeBuildClient,
  StopBuildCommand,
} from '@aws-sdk/client-codebuild';
import type { Build, Builds } from '#core/ports/builds.ts';
import { clientConfig } from './client-config.ts';

/** Builds of CodeBuild. */
export function codeBuilds(client = new CodeBuildClient(clientConfig)): Builds {
  return {
    async read(id) {
      try {
        const { builds } = await client.send(new BatchGetBuildsCommand({ ids: [id] }));
        return builds?.[0] && buildFrom(builds[0]);
      } catch (error) {
        // Events come of every build in the account: one whose project we were not allowed to look at is no release's.
        if ((error as Error).name === 'AccessDeniedException') return undefined;
        throw error;
      }
    },

    async stop(id) {
      try {
        await client.send(new StopBuildCommand({ id }));
      } catch (error) {
        if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      }
    },
  };
}

function buildFrom({ id = '', projectName = '', buildStatus, startTime, environment, logs }: AwsBuild): Build {
  const release = environment?.environmentVariables?.find(({ name }) => name === 'BAKEWATCH_RELEASE')?.value;
  return {
    id,
    project: projectName,
    isRunning: buildStatus === 'IN_PROGRESS',
    startedAt: startTime?.getTime() ?? 0,
    ...(release ? { release } : {}),
    ...(logs?.deepLink ? { logs: logs.deepLink } : {}),
  };
}
