import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { ListProjectsCommand } from '@aws-sdk/client-codebuild';
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { DescribeServicesCommand, ListClustersCommand, ListServicesCommand, type Service } from '@aws-sdk/client-ecs';
import type { AlarmListed, Listings, ServiceListed } from '#core/ports/inventory.ts';
import { asked } from './asked.ts';
import type { Clients } from './clients-at.ts';

/** A first look at an account is no survey of it. */
const MOST_PAGES = 5;
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const DESCRIBED_AT_ONCE = 10;

/** What there is of each kind, in the account and region of these clients; the first pages of it where there is very much. */
export function listAll({ ecs, codeBuild, ecr, cloudWatch }: Clients): Listings {
  return {
    clusters: () =>
      asked('ecs:ListClusters', async () => {
        const arns = await pages(async (nextToken) => {
          const page = await ecs.send(new ListClustersCommand({ ...(nextToken ? { nextToken } : {}) }));
          return { found: page.clusterArns, next: page.nextToken };
        });
        return arns.map(lastOf);
      }),

    services: (cluster) =>
      asked('ecs:ListServices', async () => {
        const arns = await pages(async (nextToken) => {
          const page = await ecs.send(new ListServicesCommand({ cluster, ...(nextToken ? { nextToken } : {}) }));
          return { found: page.serviceArns, next: page.nextToken };
        });
        const described: ServiceListed[] = [];
        for (let i = 0; i < arns.length; i += DESCRIBED_AT_ONCE) {
          const services = arns.slice(i, i + DESCRIBED_AT_ONCE);
          const answer = await ecs.send(new DescribeServicesCommand({ cluster, services }));
          described.push(...(answer.services ?? []).filter(isDeployable).map(toListed));
        }
        return described;
      }),

    projects: () =>
      asked('codebuild:ListProjects', () =>
        pages(async (nextToken) => {
          const page = await codeBuild.send(new ListProjectsCommand({ ...(nextToken ? { nextToken } : {}) }));
          return { found: page.projects, next: page.nextToken };
        }),
      ),

    repositories: () =>
      asked('ecr:DescribeRepositories', () =>
        pages(async (nextToken) => {
          const page = await ecr.send(new DescribeRepositoriesCommand({ ...(nextToken ? { nextToken } : {}) }));
          return {
            found: page.repositories?.flatMap(({ repositoryName }) => repositoryName ?? []),
            next: page.nextToken,
          };
        }),
      ),

    allAlarms: () =>
      asked('cloudwatch:DescribeAlarms', () =>
        pages(async (NextToken) => {
          const page = await cloudWatch.send(
            new DescribeAlarmsCommand({
              AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
              ...(NextToken ? { NextToken } : {}),
            }),
          );
          const composites = (page.CompositeAlarms ?? []).map(({ AlarmName = '' }) => ({
            name: AlarmName,
            dimensions: [],
          }));
          return { found: [...(page.MetricAlarms ?? []).map(toAlarm), ...composites], next: page.NextToken };
        }),
      ),
  };
}

async function pages<T>(
  ask: (next: string | undefined) => Promise<{ found: T[] | undefined; next: string | undefined }>,
) {
  const all: T[] = [];
  let next: string | undefined;
  for (let page = 0; page === 0 || (next !== undefined && page < MOST_PAGES); page += 1) {
    const answer = await ask(next);
    all.push(...(answer.found ?? []));
    next = answer.next || undefined;
  }
  return all;
}

const lastOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

/** Bakewatch deploys by ECS's own controller only. */
const isDeployable = ({ status, deploymentController }: Service): boolean =>
  status === 'ACTIVE' && (deploymentController?.type ?? 'ECS') === 'ECS';

const toListed = ({ serviceName = '', taskDefinition = '', loadBalancers = [] }: Service): ServiceListed => ({
  name: serviceName,
  taskDefinition,
  targetGroups: loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn?.replace(/^.*:/, '') ?? []),
});

function toAlarm({ AlarmName = '', Dimensions, Metrics = [] }: MetricAlarm): AlarmListed {
  const sets = [Dimensions, ...Metrics.map(({ MetricStat }) => MetricStat?.Metric?.Dimensions)];
  const dimensions = sets.flatMap((set) =>
    set?.length ? [Object.fromEntries(set.map(({ Name = '', Value = '' }) => [Name, Value]))] : [],
  );
  return { name: AlarmName, dimensions };
}
