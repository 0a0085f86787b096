import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Build, CodeBuildClient, type StartBuildInput } from '@aws-sdk/client-codebuild';
import { type CodeBuild, createCodeBuild } from '#local/codebuild/create-codebuild.ts';
import { createEcr } from '#local/ecr/create-ecr.ts';
import type { ServiceEvent } from '#local/eventbridge/aws-event.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import type { HttpService } from '#local/http/http-service.ts';
import type { Clock } from '#local/time/clock.ts';
import { systemClock } from '#local/time/clock.ts';

export interface CodeBuildBench {
  dir: string;
  url: string;
  codeBuild: CodeBuild;
  client: CodeBuildClient;
  events: ServiceEvent[];
  /** Resolves when `accept` says yes to the build; asked after every change of it. */
  until(id: string, accept: (build: Build) => boolean): Promise<Build>;
  /** Starts a build and waits for its end. */
  build(input: StartBuildInput): Promise<Build>;
  log(build: Build): Promise<string>;
  close(): Promise<void>;
}

/** CodeBuild and ECR on a real port, for a test file. */
export async function codeBuildBench(
  options: { dir?: string; clock?: Clock; concurrency?: number; started?: boolean } = {},
): Promise<CodeBuildBench> {
  const { clock = systemClock(), concurrency = 2 } = options;
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'codebuild-'));
  const events: ServiceEvent[] = [];
  const services: HttpService[] = [];
  const ecr = createEcr({ dir: join(dir, 'ecr'), clock });
  const endpoint = await startEndpoint(0, services);
  const codeBuild = createCodeBuild({
    dir: join(dir, 'codebuild'),
    clock,
    concurrency,
    emit: (event) => void events.push(event),
    endpointUrl: () => endpoint.url,
  });
  services.push(codeBuild.service, ecr.service);
  if (options.started !== false) codeBuild.start();
  const client = new CodeBuildClient({
    endpoint: endpoint.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 's' },
    maxAttempts: 1,
  });
  const until = (id: string, accept: (build: Build) => boolean): Promise<Build> =>
    new Promise((resolve) => {
      const look = (): void => {
        const build = codeBuild.batchGetBuild(id);
        if (!(build && accept(build))) return;
        stop();
        resolve(build);
      };
      const stop = codeBuild.onChange(look);
      look();
    });
  return {
    dir,
    url: endpoint.url,
    codeBuild,
    client,
    events,
    until,
    build: (input) => until(codeBuild.startBuild(input).id ?? '', (build) => build.buildComplete === true),
    log: async (build) => await (await fetch(build.logs?.deepLink ?? '')).text(),
    async close() {
      await codeBuild.close();
      ecr.close();
      await endpoint.close();
    },
  };
}

/** The parts of a project that every test has the same. */
export const project = (name: string, location: string) => ({
  name,
  source: { type: 'GITHUB' as const, location },
  artifacts: { type: 'NO_ARTIFACTS' as const },
  environment: {
    type: 'LINUX_CONTAINER' as const,
    image: 'aws/codebuild/standard:7.0',
    computeType: 'BUILD_GENERAL1_SMALL' as const,
  },
  serviceRole: 'arn:aws:iam::000000000000:role/build',
});
