import { CodeBuildClient, CreateProjectCommand, StartBuildCommand } from '@aws-sdk/client-codebuild';
import { expect, it } from 'vitest';
import { codeBuilds } from '#adapters/aws/builds.ts';
import { describeBuildsContract } from '#test/contracts/builds-contract.ts';
import { codeBuildBench, project } from '#test/local/codebuild/code-build-bench.ts';

describeBuildsContract('in CodeBuild on one machine', async () => {
  // Nothing takes builds out of the queue: they go on until they are stopped.
  const bench = await codeBuildBench({ concurrency: 0 });
  const source = { type: 'NO_SOURCE' as const, buildspec: 'version: 0.2\nphases: {}\n' };
  await bench.client.send(new CreateProjectCommand({ ...project('hello', ''), source }));
  return {
    builds: codeBuilds(bench.client),
    async start(release) {
      const variables = release ? [{ name: 'BAKEWATCH_RELEASE', value: release }] : [];
      const { build } = await bench.client.send(
        new StartBuildCommand({ projectName: 'hello', environmentVariablesOverride: variables }),
      );
      return build?.id ?? '';
    },
    close: bench.close,
  };
});

it('takes a build that it may not look at for none, as it takes no other fault', async () => {
  const answers = { type: '' };
  const requestHandler = {
    handle: async () => ({
      response: {
        statusCode: 400,
        headers: {},
        body: new TextEncoder().encode(JSON.stringify({ __type: answers.type })),
      },
    }),
  };
  const credentials = { accessKeyId: 'k', secretAccessKey: 's' };
  const builds = codeBuilds(
    new CodeBuildClient({ region: 'us-east-1', credentials, maxAttempts: 1, requestHandler: requestHandler as never }),
  );
  answers.type = 'AccessDeniedException';
  expect(await builds.read('stranger:1')).toBeUndefined();
  answers.type = 'InvalidInputException';
  await expect(builds.read('stranger:1')).rejects.toThrow();
});
