import * as codebuild from '@aws-sdk/client-codebuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CodeBuildBench, codeBuildBench, project } from './code-build-bench.ts';

const BUILDSPEC = 'version: 0.2\nphases:\n  build:\n    commands: [ "true" ]\n';

describe("CodeBuild's API", () => {
  let bench: CodeBuildBench;
  const settings = { ...project('one', ''), source: { type: 'NO_SOURCE' as const, buildspec: BUILDSPEC } };

  beforeAll(async () => {
    bench = await codeBuildBench({ started: false });
    await bench.client.send(new codebuild.CreateProjectCommand(settings));
  });
  afterAll(() => bench.close());

  it('keeps a project, changes only what an update names, and finds it by name', async () => {
    await bench.client.send(new codebuild.CreateProjectCommand({ ...settings, name: 'two', description: 'before' }));
    await bench.client.send(new codebuild.UpdateProjectCommand({ name: 'two', timeoutInMinutes: 9 }));
    const found = await bench.client.send(new codebuild.BatchGetProjectsCommand({ names: ['two', 'three'] }));
    expect(found.projects).toMatchObject([{ name: 'two', description: 'before', timeoutInMinutes: 9 }]);
    expect(found.projectsNotFound).toEqual(['three']);
    await bench.client.send(new codebuild.DeleteProjectCommand({ name: 'two' }));
    expect((await bench.client.send(new codebuild.ListProjectsCommand())).projects).toEqual(['one']);
  });

  it('gives the same build for the same idempotency token and refuses another request with it', async () => {
    const start = (sourceVersion: string) =>
      bench.client.send(
        new codebuild.StartBuildCommand({ projectName: 'one', sourceVersion, idempotencyToken: 'token' }),
      );
    const { build } = await start('main');
    expect((await start('main')).build?.id).toBe(build?.id);
    await expect(start('other')).rejects.toBeInstanceOf(codebuild.InvalidInputException);
    const { ids } = await bench.client.send(new codebuild.ListBuildsForProjectCommand({ projectName: 'one' }));
    expect(ids).toEqual([build?.id]);
  });

  it('finds builds by ARN and says which it does not know', async () => {
    const { build } = await bench.client.send(new codebuild.StartBuildCommand({ projectName: 'one' }));
    const answer = await bench.client.send(
      new codebuild.BatchGetBuildsCommand({ ids: [build?.arn ?? '', 'one:nothing'] }),
    );
    expect(answer.builds).toMatchObject([{ id: build?.id, buildStatus: 'IN_PROGRESS', currentPhase: 'QUEUED' }]);
    expect(answer.buildsNotFound).toEqual(['one:nothing']);
  });

  it.each<[string, object]>([
    ['cacheOverride', { cacheOverride: { type: 'LOCAL' } }],
    ['computeTypeOverride', { computeTypeOverride: 'BUILD_GENERAL1_LARGE' }],
    ['SECRETS_MANAGER', { environmentVariablesOverride: [{ name: 'A', value: 'b', type: 'SECRETS_MANAGER' }] }],
    ['timeoutInMinutesOverride', { timeoutInMinutesOverride: 1 }],
  ])('refuses StartBuild with %s by name', async (name, parameters) => {
    const call = bench.client.send(new codebuild.StartBuildCommand({ projectName: 'one', ...parameters }));
    await expect(call).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: expect.stringContaining(name),
    });
  });

  it.each<[string, object]>([
    ['vpcConfig', { vpcConfig: { vpcId: 'vpc-1' } }],
    ['artifacts.type S3', { artifacts: { type: 'S3' } }],
    ['https://github.com/a/b', { source: { type: 'GITHUB', location: 'https://github.com/a/b' } }],
    ['source.gitSubmodulesConfig', { source: { ...settings.source, gitSubmodulesConfig: { fetchSubmodules: true } } }],
  ])('refuses a project with %s by name', async (name, parameters) => {
    const call = bench.client.send(new codebuild.CreateProjectCommand({ ...settings, name: 'bad', ...parameters }));
    await expect(call).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: expect.stringContaining(name),
    });
  });

  it('has errors of its own for what exists already and what does not', async () => {
    await expect(bench.client.send(new codebuild.CreateProjectCommand(settings))).rejects.toBeInstanceOf(
      codebuild.ResourceAlreadyExistsException,
    );
    await expect(bench.client.send(new codebuild.StartBuildCommand({ projectName: 'none' }))).rejects.toBeInstanceOf(
      codebuild.ResourceNotFoundException,
    );
    await expect(bench.client.send(new codebuild.StopBuildCommand({ id: 'none:1' }))).rejects.toBeInstanceOf(
      codebuild.ResourceNotFoundException,
    );
  });

  it('gives no file away through the address of a log', async () => {
    for (const path of ['..%2f..%2fcodebuild.db', 'one:../../codebuild.db', '']) {
      expect((await fetch(`${bench.url}/codebuild/logs/${path}`)).status).toBe(404);
    }
  });
});
