import { CreateProjectCommand, StartBuildCommand } from '@aws-sdk/client-codebuild';
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
