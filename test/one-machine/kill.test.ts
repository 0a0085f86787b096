import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetBuildsCommand, ListBuildsCommand } from '@aws-sdk/client-codebuild';
import {
  DescribeServiceRevisionsCommand,
  ListServiceDeploymentsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-ecs';
import { GetExecutionHistoryCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoTable } from '#adapters/aws/table.ts';
import type { EventKind, LedgerEvent } from '#core/ledger/items.ts';
import type { Table } from '#core/ports/table.ts';
import { mayMove } from '#core/release/moves.ts';
import { isTerminal } from '#core/release/release.ts';
import { STATE_MACHINE, TABLE } from '#infra/installation.ts';
import { arn } from '#local/account.ts';
import { type Clients, clientsFor } from '#local/installation/clients.ts';
import { freePorts } from '#local/installation/ports.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { type Child, portOfOurOwn, processesIn, ready, startChild } from './child.ts';
import {
  faulty,
  liftHold,
  pushed,
  readRelease,
  readStage,
  releaseEvents,
  shortenBakes,
  story,
  whatRuns,
} from './scene.ts';
import { until } from './until.ts';

/** The moment of a kill: so many ms after this event of the release was seen (or at once, when it is past). */
interface KillPoint {
  after: EventKind;
  stage?: 'staging' | 'production';
  ms: number;
}

const GOOD_ON_ITS_WAY: KillPoint[] = [
  { after: 'accepted', ms: 0 },
  { after: 'prepared', ms: 400 },
  { after: 'artifact', ms: 0 },
  { after: 'entered', stage: 'staging', ms: 0 },
  { after: 'deploying', stage: 'staging', ms: 300 },
  { after: 'bake-started', stage: 'staging', ms: 500 },
  { after: 'deploying', stage: 'production', ms: 50 },
  { after: 'bake-started', stage: 'production', ms: 0 },
];
const BAD_ON_ITS_WAY_BACK: KillPoint[] = [
  { after: 'deploying', stage: 'production', ms: 600 },
  { after: 'rolling-back', ms: 0 },
  { after: 'rolling-back', ms: 250 },
];
/** Moments of no meaning, the same in each run: ms after the release was accepted, one kill after the other. */
const AT_NO_EVENT: KillPoint[] = [1_310, 740, 2_050].map((ms) => ({ after: 'accepted', ms }));

describe('kill -9 at any moment', { timeout: 150_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-kill-'));
  const working = join(dir, 'git', 'hello');
  let port: number;
  let child: Child;
  let clients: Clients;
  let table: Table;
  let visitors: Visitors;
  let kills = 0;

  const start = async (): Promise<void> => {
    child = startChild(dir, port);
    await ready(child, dir);
  };
  const killAndStart = async (): Promise<void> => {
    await child.kill();
    kills += 1;
    await start();
  };
  const killAt = async (number: number, { after, stage, ms }: KillPoint): Promise<void> => {
    await until(
      `${after} of hello#${number}`,
      async () => {
        const events = await releaseEvents(table, number).catch(() => []);
        const isThere = events.some((e) => e.kind === after && (!stage || e.stage === stage));
        return isThere || events.some((e) => isTerminal(e.state)) || undefined;
      },
      45_000,
      async () => `${JSON.stringify(await readRelease(table, number).catch(String))} ${child.output()}`,
    );
    await sleep(ms);
    await killAndStart();
  };
  const end = (number: number) =>
    until(
      `hello#${number} to end`,
      async () => {
        const release = await readRelease(table, number).catch(() => undefined);
        return release?.endedAt === undefined ? undefined : release;
      },
      45_000,
      () => story(table, number),
    );

  beforeAll(async () => {
    port = await freePorts(portOfOurOwn(5_600));
    clients = clientsFor(`http://127.0.0.1:${port}`);
    table = dynamoTable(TABLE, clients.dynamoDb);
    shortenBakes(join(dir, 'bakewatch.yaml'), port);
    visitors = startVisitors(`http://127.0.0.1:${port + 3}`, 25);
  });
  afterAll(async () => {
    visitors?.stop();
    await child?.kill();
    for (const { pid } of processesIn(dir)) process.kill(pid, 'SIGKILL');
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  });

  test('a first start that dies half-way is made good by the next one, which pushes the first release', async () => {
    child = startChild(dir, port);
    await until('the working copy to be filled', () => readOutput(child).includes('preparing the sample') || undefined);
    await killAndStart();
    await until('the first release', () => readRelease(table, 1).catch(() => undefined));
  });

  test('a good release that is interrupted everywhere still reaches production', async () => {
    for (const point of GOOD_ON_ITS_WAY) await killAt(1, point);
    expect(await end(1), await story(table, 1)).toMatchObject({ state: 'SUCCEEDED' });
  });

  test('a bad release is rolled back although its way back is interrupted twice', async () => {
    await pushed(working, faulty(0.3), 'Say hello faster');
    for (const point of BAD_ON_ITS_WAY_BACK) await killAt(2, point);
    expect(await end(2), await story(table, 2)).toMatchObject({ state: 'ROLLED_BACK', stage: 'production' });
  });

  test('a push that found nobody at home is released, whatever the moments of three more kills', async () => {
    expect(await liftHold(clients, 'production')).toMatchObject({ done: true });
    await child.kill();
    kills += 1;
    await pushed(working, faulty(0), 'Say hello faster, and well');
    await start();
    for (const point of AT_NO_EVENT) await killAt(3, point);
    expect(await end(3), await story(table, 3)).toMatchObject({ state: 'SUCCEEDED' });
    expect(kills).toBeGreaterThanOrEqual(12);
  });

  test('every ledger is without a gap and every move in it is legal', async () => {
    for (const number of [1, 2, 3]) {
      const events = await releaseEvents(table, number);
      expect(events.map((event) => event.number)).toEqual(events.map((_, index) => index + 1));
      expect(illegalMoves(events)).toEqual([]);
      expect(events.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
    }
    expect(await readRelease(table, 4)).toBeUndefined();
  });

  test('nothing was done twice: one build per release, one deployment per release and stage, one way back', async () => {
    const { ids } = await clients.codeBuild.send(new ListBuildsCommand({}));
    const { builds } = await clients.codeBuild.send(new BatchGetBuildsCommand({ ids }));
    const shas = await Promise.all([1, 2, 3].map(async (number) => (await readRelease(table, number))?.sha));
    expect(builds?.map(({ sourceVersion }) => sourceVersion).sort()).toEqual(shas.sort());
    expect(await deployedReleases(clients, 'staging')).toEqual(['placeholder', 'hello/1', 'hello/2', 'hello/3']);
    const production = await deployedReleases(clients, 'production');
    // ECS may have been stopped on its way (then it goes back by itself) or asked for the earlier revision anew.
    expect(production.filter((release, i) => !(release === 'hello/1' && i > 1))).toEqual([
      'placeholder',
      'hello/1',
      'hello/2',
      'hello/3',
    ]);
    expect(production.filter((release) => release === 'hello/1').length).toBeLessThanOrEqual(2);
  });

  test('the locks are free, and what is current is what runs', async () => {
    for (const stage of ['staging', 'production']) {
      const environment = await readStage(table, stage);
      expect(environment.holder).toBeUndefined();
      expect(environment.hold).toBeUndefined();
      expect(environment.current?.release).toBe(3);
      const runs = await whatRuns(clients, stage);
      expect(runs.revisions).toEqual(Object.values(environment.current?.taskDefinitions ?? {}));
      expect(runs.digests).toEqual([environment.current?.digest]);
    }
  });

  test('every execution ended once, with a history without gaps', async () => {
    const stateMachineArn = arn('states', `stateMachine:${STATE_MACHINE}`);
    // The ledger says a release's end first; its execution has a state or two to go.
    const executions = await until('every execution to end', async () => {
      const { executions: all = [] } = await clients.stepFunctions.send(new ListExecutionsCommand({ stateMachineArn }));
      return all.every(({ status }) => status !== 'RUNNING') ? all : undefined;
    });
    expect(Object.fromEntries(executions.map(({ name, status }) => [name, status]))).toEqual({
      'hello-1': 'SUCCEEDED',
      'hello-2': 'FAILED',
      'hello-3': 'SUCCEEDED',
    });
    for (const { executionArn } of executions) {
      const { events = [] } = await clients.stepFunctions.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }),
      );
      expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
    }
  });

  test('Ctrl-C ends it and everything that any of its lives had started, within ten seconds', async () => {
    const since = Date.now();
    expect(await child.interrupt()).toBe(0);
    await until(
      'every process to be gone',
      () => processesIn(dir).length === 0 || undefined,
      10_000,
      () => JSON.stringify(processesIn(dir)),
    );
    expect(Date.now() - since).toBeLessThan(10_000);
  });
});

const readOutput = (child: Child): string => {
  if (child.process.exitCode !== null) throw new Error(`It ended: ${child.output()}`);
  return child.output();
};

function illegalMoves(events: LedgerEvent[]): string[] {
  return events.flatMap(({ state, sentence }, index) => {
    const before = events[index - 1]?.state;
    return before === undefined || before === state || mayMove(before, state)
      ? []
      : [`${before} -> ${state} (${sentence})`];
  });
}

/** Whose revisions were deployed to a stage, oldest first, as the task definitions' tags have it. */
async function deployedReleases({ ecs }: Clients, stage: string): Promise<string[]> {
  const { serviceDeployments = [] } = await ecs.send(
    new ListServiceDeploymentsCommand({ cluster: stage, service: 'hello', maxResults: 100 }),
  );
  const oldestFirst = serviceDeployments.sort((a, b) => Number(a.createdAt) - Number(b.createdAt));
  return Promise.all(
    oldestFirst.map(async ({ targetServiceRevisionArn = '' }) => {
      const { serviceRevisions } = await ecs.send(
        new DescribeServiceRevisionsCommand({ serviceRevisionArns: [targetServiceRevisionArn] }),
      );
      const resourceArn = serviceRevisions?.[0]?.taskDefinition ?? '';
      const { tags } = await ecs.send(new ListTagsForResourceCommand({ resourceArn }));
      return tags?.find(({ value }) => value?.startsWith('hello/'))?.value ?? 'placeholder';
    }),
  );
}
