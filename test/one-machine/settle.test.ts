import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { functionName } from '#infra/installation.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { ended, openScene, pushed, readRelease, readStage, releaseEvents, type Scene, whatRuns } from './scene.ts';
import { until } from './until.ts';

let scene: Scene;
let visitors: Visitors;
beforeAll(async () => {
  scene = await openScene(4_900);
  visitors = startVisitors(scene.machine.urls.production, 25);
}, 60_000);
afterAll(async () => {
  visitors?.stop();
  await scene?.close();
}, 30_000);

/** What CloudWatch has counted of one of Bakewatch's own metrics since the test began; undefined: nothing was ever said of it. */
async function counted(metric: string): Promise<number | undefined> {
  const { Datapoints = [] } = await scene.machine.clients.cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'Bakewatch',
      MetricName: metric,
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 3_600,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.length === 0 ? undefined : Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

test('a release whose execution is stopped by hand is taken back by another, and its stage is free again (F02, L2, S12)', async () => {
  const { machine } = scene;
  const directory = machine.repository.workingCopyDirectory;
  await pushed(directory, { 'README.md': 'One.\n' }, 'One');
  const first = await ended(machine.table, 1);
  expect(first.state).toBe('SUCCEEDED');

  await pushed(directory, { 'README.md': 'Two.\n' }, 'Two');
  const baking = await until('hello#2 to bake', async () => {
    const release = await readRelease(machine.table, 2);
    return release?.state === 'BAKING' ? release : undefined;
  });
  await machine.clients.stepFunctions.send(new StopExecutionCommand({ executionArn: baking.executionArn }));

  expect(await ended(machine.table, 2, 30_000)).toMatchObject({
    state: 'ROLLED_BACK',
    reason: expect.stringMatching(/rolled staging back to hello#1: its execution was stopped by somebody/),
  });
  const { holder, hold, current } = await readStage(machine.table, 'staging');
  expect({ holder, hold, current: current?.release }).toEqual({ holder: undefined, hold: undefined, current: 1 });
  expect((await whatRuns(machine.clients, 'staging')).digests).toEqual([first.digest]);
  expect((await releaseEvents(machine.table, 2)).at(-1)).toMatchObject({ kind: 'ended', page: true });
  // The alarm that calls somebody, and the one that misses the heartbeat, have what they watch.
  expect(await until('somebody to be called', () => counted('Calls'))).toBe(1);
  await machine.clients.lambda.send(new InvokeCommand({ FunctionName: functionName('settle-releases') }));
  expect(await until('the heartbeat', () => counted('Sweeps'))).toBeGreaterThanOrEqual(1);
  expect(await counted('StuckReleases')).toBe(0);

  // Nothing stands in the way of the next one.
  await pushed(directory, { 'README.md': 'Three.\n' }, 'Three');
  expect((await ended(machine.table, 3)).state).toBe('SUCCEEDED');
}, 120_000);
