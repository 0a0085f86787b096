import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ComparisonOperator, PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { CreateProjectCommand } from '@aws-sdk/client-codebuild';
import { CreateRepositoryCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { arn } from '../account.ts';
import { packImage } from '../ecr/pack-image.ts';
import { pushImage } from '../ecr/push-image.ts';
import type { LoadBalancer, LoadBalancers } from '../loadbalancer/create-load-balancers.ts';
import type { Clients } from './clients.ts';
import { commitAll, hasCommit } from './sample-git.ts';
import { unlessThere } from './unless-there.ts';

/** The sample service in its two stages, as a team would have it before it installs Bakewatch. */
export const SAMPLE = {
  service: 'hello',
  repository: 'you/hello',
  repositoryId: 1001,
  project: 'hello-build',
  image: 'hello',
} as const;

const STAGES = ['staging', 'production'] as const;
type StageName = (typeof STAGES)[number];

export type SampleLoadBalancers = Record<StageName, LoadBalancer>;

/** One load balancer per stage. They remember nothing, so they are made at every start, before ECS starts. */
export async function openSampleLoadBalancers(
  loadBalancers: LoadBalancers,
  ports: Record<StageName, number>,
): Promise<SampleLoadBalancers> {
  const open = (stage: StageName) =>
    loadBalancers.create({
      name: `${SAMPLE.service}-${stage}`,
      port: ports[stage],
      deregistrationDelayMs: 5_000,
      healthCheck: { path: '/healthz', intervalMs: 200, timeoutMs: 1_000, healthyThreshold: 1, unhealthyThreshold: 3 },
    });
  return { staging: await open('staging'), production: await open('production') };
}

/** Clusters, services with a placeholder, alarms, registry and build project. Safe to repeat at every start. */
export async function ensureSample(
  clients: Clients,
  loadBalancers: SampleLoadBalancers,
  bareDirectory: string,
): Promise<void> {
  const repositoryUri = await ensureRegistry(clients);
  for (const stage of STAGES) {
    await ensureService(clients, stage, loadBalancers[stage], repositoryUri);
    await ensureAlarms(clients, stage, loadBalancers[stage]);
  }
  await unlessThere(
    clients.codeBuild.send(
      new CreateProjectCommand({
        name: SAMPLE.project,
        serviceRole: arn('iam', 'role/hello-build'),
        source: { type: 'GITHUB', location: bareDirectory },
        artifacts: { type: 'NO_ARTIFACTS' },
        environment: {
          type: 'LINUX_CONTAINER',
          image: 'aws/codebuild/standard:7.0',
          computeType: 'BUILD_GENERAL1_SMALL',
          privilegedMode: true,
          environmentVariables: [{ name: 'REPOSITORY_URI', value: repositoryUri }],
        },
      }),
    ),
    'ResourceAlreadyExistsException',
  );
}

async function ensureRegistry({ ecr }: Clients): Promise<string> {
  await unlessThere(
    ecr.send(new CreateRepositoryCommand({ repositoryName: SAMPLE.image })),
    'RepositoryAlreadyExistsException',
  );
  const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [SAMPLE.image] }));
  return repositories?.[0]?.repositoryUri ?? '';
}

async function ensureService(
  clients: Clients,
  stage: StageName,
  loadBalancer: LoadBalancer,
  repositoryUri: string,
): Promise<void> {
  const { ecs } = clients;
  await ecs.send(new CreateClusterCommand({ clusterName: stage }));
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: stage, services: [SAMPLE.service] }));
  if (services?.some((s) => s.status === 'ACTIVE')) return;
  const digest = await pushPlaceholder(clients);
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: `${SAMPLE.service}-${stage}`,
      containerDefinitions: [
        {
          name: 'app',
          image: `${repositoryUri}@${digest}`,
          essential: true,
          memory: 128,
          portMappings: [{ containerPort: 8080 }],
          environment: [{ name: 'STAGE', value: stage }],
          stopTimeout: 5,
        },
      ],
    }),
  );
  await ecs.send(
    new CreateServiceCommand({
      cluster: stage,
      serviceName: SAMPLE.service,
      taskDefinition: taskDefinition?.taskDefinitionArn,
      desiredCount: 2,
      healthCheckGracePeriodSeconds: 10,
      loadBalancers: [{ targetGroupArn: loadBalancer.targetGroupArn, containerName: 'app', containerPort: 8080 }],
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
    }),
  );
}

/** What runs before the first release: healthy, and says that nothing was released yet. */
const PLACEHOLDER = `import { createServer } from 'node:http';
const server = createServer((request, response) => response.end('Nothing was released here yet.\\n'));
server.listen(Number(process.env.PORT));
process.once('SIGTERM', () => server.close(() => process.exit(0)));
`;

async function pushPlaceholder({ ecr }: Clients): Promise<string> {
  const files = mkdtempSync(join(tmpdir(), 'bakewatch-placeholder-'));
  try {
    writeFileSync(join(files, 'server.mjs'), PLACEHOLDER);
    return await pushImage(
      await packImage({ files, command: ['node', 'server.mjs'] }),
      SAMPLE.image,
      ['placeholder'],
      ecr,
    );
  } finally {
    rmSync(files, { recursive: true });
  }
}

async function ensureAlarms({ cloudWatch }: Clients, stage: StageName, { dimensions }: LoadBalancer): Promise<void> {
  const common = {
    Namespace: 'AWS/ApplicationELB',
    Dimensions: [{ Name: 'LoadBalancer', Value: dimensions.LoadBalancer }],
    Period: 1,
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
    ComparisonOperator: ComparisonOperator.GreaterThanOrEqualToThreshold,
  } satisfies Partial<PutMetricAlarmCommandInput>;
  const errors = { MetricName: 'HTTPCode_Target_5XX_Count', Statistic: 'Sum', Threshold: 2 } as const;
  const slow = { MetricName: 'TargetResponseTime', ExtendedStatistic: 'p90', Threshold: 1 } as const;
  const prefix = `${SAMPLE.service}-${stage}`;
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      ...common,
      ...errors,
      AlarmName: `${prefix}-5xx`,
      AlarmDescription: 'Two or more errors within a second.',
    }),
  );
  if (stage === 'production') {
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        ...common,
        ...slow,
        AlarmName: `${prefix}-slow`,
        AlarmDescription: 'One answer in ten takes a second or more.',
      }),
    );
  }
}

const sampleSource = fileURLToPath(new URL('../../examples/hello', import.meta.url));

/**
 * Makes the sample's first commit, unless there is one. What a start that was killed half-way left behind is overwritten: as
 * long as nothing is committed, nothing there is anybody's work.
 */
export async function ensureFirstCommit(directory: string): Promise<void> {
  if (await hasCommit(directory)) return;
  rmSync(join(directory, '.git', 'index.lock'), { force: true });
  cpSync(sampleSource, directory, { recursive: true });
  await commitAll(directory, 'Say hello');
}
