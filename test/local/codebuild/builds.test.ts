import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Build, CreateProjectCommand } from '@aws-sdk/client-codebuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BareRepository, bareRepository } from './bare-repository.ts';
import { type CodeBuildBench, codeBuildBench, project } from './code-build-bench.ts';

const phaseOf = (build: Build, type: string) => build.phases?.find((phase) => phase.phaseType === type);

describe('a build', () => {
  let bench: CodeBuildBench;
  let repository: BareRepository;

  beforeAll(async () => {
    bench = await codeBuildBench();
    repository = bareRepository();
    const environment = {
      ...project('web', '').environment,
      environmentVariables: [{ name: 'COLOUR', value: 'blue' }],
    };
    await bench.client.send(new CreateProjectCommand({ ...project('web', repository.directory), environment }));
  });
  afterAll(() => bench.close());

  const buildWith = (buildspec: string, more: object = {}) =>
    bench.build({ projectName: 'web', buildspecOverride: buildspec, ...more });

  it('runs the buildspec of exactly the commit it was asked for', async () => {
    const first = repository.commit({
      'buildspec.yml':
        'version: 0.2\nenv:\n  exported-variables: [SEEN]\nphases:\n  build:\n    commands:\n      - export SEEN="$(cat content) $CODEBUILD_RESOLVED_SOURCE_VERSION"\n',
      content: 'first',
    });
    repository.commit({ content: 'second' });
    const build = await bench.build({ projectName: 'web', sourceVersion: first });
    expect(build).toMatchObject({
      buildStatus: 'SUCCEEDED',
      resolvedSourceVersion: first,
      exportedEnvironmentVariables: [{ name: 'SEEN', value: `first ${first}` }],
    });
    expect(build.phases?.map((phase) => phase.phaseType)).toEqual([
      'SUBMITTED',
      'QUEUED',
      'PROVISIONING',
      'DOWNLOAD_SOURCE',
      'BUILD',
      'UPLOAD_ARTIFACTS',
      'FINALIZING',
      'COMPLETED',
    ]);
  });

  it('keeps one shell: variables, folder and functions survive from command to command and phase to phase', async () => {
    const build = await buildWith(`version: 0.2
env:
  exported-variables: [RESULT]
phases:
  install:
    commands:
      - plain=kept
      - mkdir -p deep && cd deep
      - greet() { echo "hello $1"; }
  build:
    commands:
      - export RESULT="$plain $(basename "$PWD") $(greet you)"
`);
    expect(build.exportedEnvironmentVariables).toEqual([{ name: 'RESULT', value: 'kept deep hello you' }]);
  });

  it('gives a command that ends the shell its exit code, and the next phase what was exported before', async () => {
    const build = await buildWith(`version: 0.2
env:
  shell: bash
  exported-variables: [KEPT, SUCCEEDING]
phases:
  build:
    commands:
      - export KEPT=$'two\\nlines'
      - exit 7
      - export KEPT=never
  post_build:
    commands:
      - export SUCCEEDING="$CODEBUILD_BUILD_SUCCEEDING"
`);
    expect(build.buildStatus).toBe('FAILED');
    expect(phaseOf(build, 'BUILD')).toMatchObject({
      phaseStatus: 'FAILED',
      contexts: [
        {
          statusCode: 'COMMAND_EXECUTION_ERROR',
          message: 'Error while executing command: exit 7. Reason: exit status 7',
        },
      ],
    });
    expect(build.exportedEnvironmentVariables).toEqual([
      { name: 'KEPT', value: 'two\nlines' },
      { name: 'SUCCEEDING', value: '0' },
    ]);
  });

  it('skips everything after a failed pre_build but its finally', async () => {
    const build = await buildWith(`version: 0.2
phases:
  pre_build:
    commands: [ 'false' ]
    finally: [ echo cleaned up ]
  build:
    commands: [ echo must not run ]
`);
    expect(build.buildStatus).toBe('FAILED');
    expect(phaseOf(build, 'BUILD')).toBeUndefined();
    expect(await bench.log(build)).toMatch(/^cleaned up$/m);
  });

  it('does not go on to post_build when build says on-failure: ABORT', async () => {
    const build = await buildWith(`version: 0.2
phases:
  build:
    on-failure: ABORT
    commands: [ 'false' ]
  post_build:
    commands: [ 'true' ]
`);
    expect(build.buildStatus).toBe('FAILED');
    expect(phaseOf(build, 'POST_BUILD')).toBeUndefined();
  });

  it('knows nothing of the machine around it, and overrides win over the project over the buildspec', async () => {
    process.env['LEAKED_SECRET'] = 'oops';
    const build = await buildWith(
      `version: 0.2
env:
  variables: { COLOUR: red, SIZE: small, SHAPE: round }
  exported-variables: [COLOUR, SIZE, SHAPE, LEAKED_SECRET, AWS_ENDPOINT_URL]
phases:
  build:
    commands: [ 'true' ]
`,
      { environmentVariablesOverride: [{ name: 'SIZE', value: 'large; $(id)' }] },
    );
    expect(build.exportedEnvironmentVariables).toEqual([
      { name: 'COLOUR', value: 'blue' },
      { name: 'SIZE', value: 'large; $(id)' },
      { name: 'SHAPE', value: 'round' },
      { name: 'AWS_ENDPOINT_URL', value: bench.url },
    ]);
  });

  it.each(['0123456789012345678901234567890123456789', 'no-such-branch', '--upload-pack=touch /tmp/pwned', 'main@{1}'])(
    'fails in DOWNLOAD_SOURCE for the unknown revision %s',
    async (sourceVersion) => {
      const build = await bench.build({ projectName: 'web', sourceVersion });
      expect(build.buildStatus).toBe('FAILED');
      expect(phaseOf(build, 'DOWNLOAD_SOURCE')).toMatchObject({
        phaseStatus: 'FAILED',
        contexts: [{ message: `fatal: reference is not a tree: ${sourceVersion}` }],
      });
    },
  );

  it('names the key of a buildspec it cannot honour', async () => {
    const build = await buildWith(
      'version: 0.2\nphases:\n  build:\n    run-as: root\n    commands: [ echo must not run ]\n',
    );
    expect(phaseOf(build, 'DOWNLOAD_SOURCE')?.contexts?.[0]).toMatchObject({
      statusCode: 'YAML_FILE_ERROR',
      message: expect.stringContaining('phases.build.run-as'),
    });
  });

  it('does not read a buildspec outside the checkout', async () => {
    writeFileSync(join(bench.dir, 'outside.yml'), 'version: 0.2\nphases:\n  build:\n    commands: [ "true" ]\n');
    const build = await bench.build({ projectName: 'web', buildspecOverride: '../../../../outside.yml' });
    expect(phaseOf(build, 'DOWNLOAD_SOURCE')?.contexts?.[0]).toMatchObject({ statusCode: 'YAML_FILE_ERROR' });
  });

  it("tells of start and end in CodeBuild's event", async () => {
    const build = await buildWith('version: 0.2\nphases:\n  build:\n    commands: [ "true" ]\n');
    const own = bench.events.filter((event) => event.resources[0] === build.arn);
    expect(own.map((event) => [event['detail-type'], event.detail['build-status']])).toEqual([
      ['CodeBuild Build State Change', 'IN_PROGRESS'],
      ['CodeBuild Build State Change', 'SUCCEEDED'],
    ]);
    expect(own[1]).toMatchObject({
      source: 'aws.codebuild',
      detail: {
        'build-id': build.arn,
        'project-name': 'web',
        'current-phase': 'COMPLETED',
        'additional-information': { 'build-complete': true, initiator: 'local' },
      },
    });
  });
});
