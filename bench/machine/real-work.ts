import { BatchGetBuildsCommand } from '@aws-sdk/client-codebuild';
import { DescribeServiceDeploymentsCommand, ListServiceDeploymentsCommand } from '@aws-sdk/client-ecs';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { releaseId } from '#core/release/release.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';
import { SAMPLE } from '#local/installation/sample.ts';

/** What a release would take with nobody in charge of it, ms: all of it done by CodeBuild, ECS, the test and the clock. */
export interface RealWork {
  build: number;
  deployments: number;
  verify: number;
  /** The configured bakes, and the evaluation period after each. */
  bakes: number;
}

const STAGES = ['staging', 'production'];
/** As `examples/hello.bakewatch.yaml` has them. */
const BAKE_MS: Record<string, number> = { staging: 1_000, production: 4_000 };

export async function readRealWork(
  machine: OneMachine,
  release: StoredRelease,
  history: HistoryEvent[],
): Promise<RealWork> {
  const stages = await Promise.all(
    STAGES.map(async (stage) => ({
      deployment: await lastDeployment(machine, stage),
      bake: (BAKE_MS[stage] ?? 0) + (await evaluationMs(machine, release, stage)),
    })),
  );
  const sum = (of: (stage: (typeof stages)[number]) => number): number => stages.reduce((total, s) => total + of(s), 0);
  return {
    build: await buildMs(machine, history),
    deployments: sum(({ deployment }) => deployment),
    verify: timeIn(history, 'Smoke test'),
    bakes: sum(({ bake }) => bake),
  };
}

const between = (from: Date | undefined, to: Date | undefined): number => Number(to) - Number(from);

async function buildMs({ clients }: OneMachine, history: HistoryEvent[]): Promise<number> {
  const submitted = history.find(({ taskSubmittedEventDetails: task }) => task?.resourceType === 'codebuild');
  const output = JSON.parse(submitted?.taskSubmittedEventDetails?.output ?? '{}') as { Build?: { Id?: string } };
  const { builds } = await clients.codeBuild.send(new BatchGetBuildsCommand({ ids: [output.Build?.Id ?? ''] }));
  return between(builds?.[0]?.startTime, builds?.[0]?.endTime);
}

async function lastDeployment({ clients }: OneMachine, cluster: string): Promise<number> {
  const { serviceDeployments: listed = [] } = await clients.ecs.send(
    new ListServiceDeploymentsCommand({ cluster, service: SAMPLE.service }),
  );
  const latest = listed.toSorted((a, b) => between(a.createdAt, b.createdAt))[0]?.serviceDeploymentArn ?? '';
  const { serviceDeployments } = await clients.ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [latest] }),
  );
  return between(serviceDeployments?.[0]?.createdAt, serviceDeployments?.[0]?.finishedAt);
}

/** An alarm can be said to have stayed OK only one evaluation period after the bake: the longest of the stage's. */
async function evaluationMs({ table }: OneMachine, release: StoredRelease, stage: string): Promise<number> {
  const run = (await table.read(keys.run(releaseId(release), stage))) as Stored<Run> | undefined;
  return Math.max(0, ...Object.values(run?.baseline ?? {}).map((alarm) => alarm.evaluationMs));
}

/** All the time spent in states of a name, ms. Only for states that are never entered twice at once. */
function timeIn(history: HistoryEvent[], state: string): number {
  const entered = history.filter((event) => event.stateEnteredEventDetails?.name === state);
  const exited = history.filter((event) => event.stateExitedEventDetails?.name === state);
  return entered.reduce((total, event, i) => total + between(event.timestamp, exited[i]?.timestamp), 0);
}
