import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Build, StartBuildInput } from '@aws-sdk/client-codebuild';
import type { Task } from '@aws-sdk/client-ecs';
import * as sfn from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEndpoint } from '#local/http/endpoint.ts';
import { codebuildStartBuildSync } from '#local/stepfunctions/integrations/codebuild-start-build-sync.ts';
import { ecsRunTaskSync } from '#local/stepfunctions/integrations/ecs-run-task-sync.ts';
import type { JsonObject } from '#local/stepfunctions/json.ts';
import { createStepFunctions } from '#local/stepfunctions/step-functions.ts';
import { manualClock } from '#local/time/manual-clock.ts';
import { type Bench, begin, clientOf, historyOf, machine, outcome, ROLE, START, startBench } from '../harness.ts';

const BUILD = 'arn:aws:states:::codebuild:startBuild.sync';
const RUN_TASK = 'arn:aws:states:::ecs:runTask.sync';

const builds = new Map<string, Build>();
const inputs: StartBuildInput[] = [];
const stopped: string[] = [];
const listeners = new Set<(id: string) => void>();
let ecsTask: Task = {};

const onChange = (listener: (id: string) => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
const stop = async (id: string) => void stopped.push(id);
const integrations = {
  ...codebuildStartBuildSync({
    async startBuild(input) {
      inputs.push(input);
      const build: Build = { id: `p:${inputs.length}`, buildStatus: 'IN_PROGRESS', startTime: new Date(START) };
      builds.set(String(build.id), build);
      return build;
    },
    batchGetBuild: async (id) => builds.get(id),
    stopBuild: stop,
    onChange,
  }),
  ...ecsRunTaskSync({
    runTask: async () => ({ tasks: [{ taskArn: 'arn:task', lastStatus: 'PENDING' }] }),
    describeTask: async () => ecsTask,
    stopTask: stop,
    onChange,
  }),
};

function finish(id: string, more: Partial<Build>): void {
  builds.set(id, { ...builds.get(id), ...more });
  for (const listener of listeners) listener(id);
}

let bench: Bench;
beforeEach(async () => {
  builds.clear();
  inputs.length = 0;
  stopped.length = 0;
  bench = await startBench(undefined, integrations);
});
afterEach(() => bench.close());

const job = (more: JsonObject = {}, Resource = BUILD) =>
  machine('B', { B: { Type: 'Task', Resource, Arguments: { ProjectName: 'p' }, End: true, ...more } });

describe('a .sync job', () => {
  it('is waited for, and gives the build as Step Functions shows it', async () => {
    const arn = await begin(bench, job());
    expect(inputs).toEqual([{ projectName: 'p', idempotencyToken: expect.any(String) }]);
    finish('p:1', { exportedEnvironmentVariables: [{ name: 'DIGEST', value: 'sha256:1' }] });
    await bench.sfn.idle();
    expect(await outcome(bench, arn)).toMatchObject({ status: 'RUNNING' });
    finish('p:1', { buildStatus: 'SUCCEEDED' });
    await bench.sfn.idle();
    expect(await outcome(bench, arn)).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        Build: {
          Id: 'p:1',
          BuildStatus: 'SUCCEEDED',
          StartTime: START,
          ExportedEnvironmentVariables: [{ Name: 'DIGEST', Value: 'sha256:1' }],
        },
      },
    });
    const types = (await historyOf(bench, arn)).map(({ type }) => type);
    expect(types.slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
    expect(listeners.size).toBe(0);
  });

  it.each(['FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'] as const)(
    'that is %s fails the task with the build as Cause',
    async (buildStatus) => {
      const arn = await begin(bench, job());
      finish('p:1', { buildStatus });
      await bench.sfn.idle();
      const { error, cause } = await outcome(bench, arn);
      expect(error).toBe('States.TaskFailed');
      expect(JSON.parse(String(cause))).toMatchObject({ Build: { Id: 'p:1', BuildStatus: buildStatus } });
    },
  );

  it('is found settled by polling when its change was not told', async () => {
    const arn = await begin(bench, job());
    builds.set('p:1', { id: 'p:1', buildStatus: 'SUCCEEDED' });
    await bench.clock.advanceBy(60_000);
    await bench.sfn.idle();
    expect(await outcome(bench, arn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is stopped when its task times out', async () => {
    await begin(bench, job({ TimeoutSeconds: 10 }));
    await bench.clock.advanceBy(10_000);
    await bench.sfn.idle();
    expect(stopped).toEqual(['p:1']);
  });

  it('is stopped with its execution', async () => {
    const executionArn = await begin(bench, job());
    await bench.client.send(new sfn.StopExecutionCommand({ executionArn }));
    expect(stopped).toEqual(['p:1']);
  });

  it('that is an ECS task succeeds when every container exits with 0', async () => {
    ecsTask = { taskArn: 'arn:task', lastStatus: 'STOPPED', containers: [{ name: 'c', exitCode: 0 }] };
    const good = await begin(bench, job({}, RUN_TASK));
    expect(await outcome(bench, good)).toMatchObject({
      output: { LastStatus: 'STOPPED', Containers: [{ ExitCode: 0 }] },
    });
    ecsTask = { ...ecsTask, containers: [{ name: 'c', exitCode: 1 }] };
    const bad = await begin(bench, job({}, RUN_TASK));
    expect(await outcome(bench, bad)).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
  });

  it('is the same one after a restart, and not started again', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'stepfunctions-'));
    const open = () => createStepFunctions({ dir, clock: manualClock(START), emit: () => undefined, integrations });
    const first = open();
    const firstEndpoint = await startEndpoint(0, [first.service]);
    first.start();
    const create = { name: 'm', definition: JSON.stringify(job()), roleArn: ROLE };
    const { stateMachineArn } = await clientOf(firstEndpoint.url).send(new sfn.CreateStateMachineCommand(create));
    const { executionArn } = await clientOf(firstEndpoint.url).send(new sfn.StartExecutionCommand({ stateMachineArn }));
    await first.idle();
    await firstEndpoint.close();
    await first.close();
    finish('p:1', { buildStatus: 'SUCCEEDED' });
    const second = open();
    const secondEndpoint = await startEndpoint(0, [second.service]);
    second.start();
    await second.idle();
    const found = await clientOf(secondEndpoint.url).send(new sfn.DescribeExecutionCommand({ executionArn }));
    expect(found.status).toBe('SUCCEEDED');
    expect(inputs).toHaveLength(1);
    await secondEndpoint.close();
    await second.close();
    rmSync(dir, { recursive: true });
  });
});
