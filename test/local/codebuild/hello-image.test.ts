import { join } from 'node:path';
import { CreateProjectCommand } from '@aws-sdk/client-codebuild';
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BareRepository, bareRepository } from './bare-repository.ts';
import { type CodeBuildBench, codeBuildBench, project } from './code-build-bench.ts';

const HELLO = join(import.meta.dirname, '../../../examples/hello');

describe('the sample service, built by its own buildspec', () => {
  let bench: CodeBuildBench;
  let repository: BareRepository;
  let ecr: ECRClient;

  beforeAll(async () => {
    bench = await codeBuildBench();
    repository = bareRepository();
    const credentials = { accessKeyId: 'k', secretAccessKey: 's' };
    ecr = new ECRClient({ endpoint: bench.url, region: 'us-east-1', credentials });
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'hello', imageTagMutability: 'IMMUTABLE' }));
    const environment = {
      ...project('hello', '').environment,
      environmentVariables: [{ name: 'IMAGE_REPOSITORY_NAME', value: 'hello' }],
    };
    await bench.client.send(new CreateProjectCommand({ ...project('hello', repository.directory), environment }));
  });
  afterAll(() => bench.close());

  const digestOf = async (sourceVersion: string): Promise<string | undefined> => {
    const build = await bench.build({ projectName: 'hello', sourceVersion });
    expect(build.buildStatus, await bench.log(build)).toBe('SUCCEEDED');
    return build.exportedEnvironmentVariables?.find((variable) => variable.name === 'IMAGE_DIGEST')?.value;
  };

  const tagsOf = async (imageDigest = ''): Promise<string[]> => {
    const { imageDetails } = await ecr.send(
      new DescribeImagesCommand({ repositoryName: 'hello', imageIds: [{ imageDigest }] }),
    );
    return imageDetails?.[0]?.imageTags ?? [];
  };

  it('ends as an image in the registry, and the same tree of another commit gives the same digest', async () => {
    const first = repository.commit({}, HELLO);
    const again = repository.commit({});
    const [one, two] = await Promise.all([digestOf(first), digestOf(again)]);
    expect(one).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(two).toBe(one);
    const tags = await tagsOf(one);
    for (const sourceVersion of [first, again])
      expect(tags.filter((tag) => tag.startsWith(sourceVersion))).toHaveLength(1);
  });

  it('can be built of one commit twice, although tags never move', async () => {
    const commit = repository.commit({ 'fault.json': '{ "errorShare": 0 }\n' }, HELLO);
    await digestOf(commit);
    const digest = await digestOf(commit);
    expect((await tagsOf(digest)).filter((tag) => tag.startsWith(commit))).toHaveLength(2);
  });

  it('fails when its own test fails, before anything is pushed', async () => {
    const broken = repository.commit({ 'page.js': 'export const page = () => "nothing";\n' }, HELLO);
    const build = await bench.build({ projectName: 'hello', sourceVersion: broken });
    expect(build.buildStatus).toBe('FAILED');
    expect(build.phases?.find((phase) => phase.phaseStatus === 'FAILED')?.phaseType).toBe('PRE_BUILD');
  });

  it('is told what the stand-in for docker can do when its Dockerfile wants more', async () => {
    const dockerfile = 'FROM node:24-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n';
    const sourceVersion = repository.commit({ Dockerfile: dockerfile }, HELLO);
    const build = await bench.build({ projectName: 'hello', sourceVersion });
    expect(build.buildStatus).toBe('FAILED');
    expect(await bench.log(build)).toContain('Dockerfile line 4: RUN is not supported. This is not docker but');
  });
});
