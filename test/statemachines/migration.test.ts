import { readFileSync } from 'node:fs';
import { RedriveExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, expect, it } from 'vitest';
import type { JobIntegration, TaskCredentials } from '#local/stepfunctions/integration.ts';
import type { Json, JsonObject } from '#local/stepfunctions/json.ts';
import * as local from '#test/local/stepfunctions/harness.ts';
import { type Machine, statesOf } from './states.ts';

const root = new URL('../../', import.meta.url);
const release = JSON.parse(readFileSync(new URL('statemachines/release.asl.json', root), 'utf8')) as Machine;
const stateOf = (name: string): Json =>
  structuredClone(statesOf(release).find((found) => found.name === name)?.state) as unknown as Json;

const ROLE = 'arn:aws:iam::222222222222:role/bakewatch-target';
const stageOf = (target: JsonObject) => ({
  name: 'production',
  targets: [target, { name: 'another' }],
  migrate: { task: 'migrate', container: 'app', cluster: 'main', withinSeconds: 60, reversible: false },
});

/** The states of a migration as they are, between what gives them their variables and what shows how they ended. */
const machineFor = (target: JsonObject) =>
  local.machine('Begin', {
    Begin: { Type: 'Pass', Assign: { stage: stageOf(target), fence: 1, image: 'i' }, Next: 'Prepare migration' },
    ...Object.fromEntries(STATES.map((name) => [name, stateOf(name)])),
    'Record migration': { Type: 'Succeed' },
    'Roll back targets': { Type: 'Fail', Error: '{% $failure.Error %}', Cause: '{% $failure.Cause %}' },
  });
const STATES = ['Prepare migration', 'Whose migration?', 'Run migration', 'Run migration in its account'];
/** A migration in the account of Bakewatch, and one in another. */
const TARGETS = [{ name: 'hello' }, { name: 'hello', role: ROLE }];

let bench: local.Bench;
afterEach(() => bench.close());

interface Begun {
  arn: string;
  tasks: { args: Json; credentials: TaskCredentials | undefined }[];
}

const begin = async (target: JsonObject, settled: JobIntegration['settled']): Promise<Begun> => {
  const tasks: Begun['tasks'] = [];
  const start: JobIntegration['start'] = async (args, _key, { credentials }) => {
    tasks.push({ args, credentials });
    return { jobId: 'job', output: {} };
  };
  const job = { takesCredentials: true, start, settled, stop: async () => undefined } as const;
  const prepare = () => ({ Payload: { taskDefinition: 'migrate:2' } });
  bench = await local.startBench(prepare, { 'arn:aws:states:::ecs:runTask.sync': job });
  return { arn: await local.begin(bench, machineFor(target), { release: 'hello#7' }), tasks };
};

it.each(TARGETS)('runs a migration with its cluster and the revision that has the image, as %o', async (target) => {
  const { arn, tasks } = await begin(target, async () => ({ output: {} }));
  expect((await local.outcome(bench, arn)).status).toBe('SUCCEEDED');
  const externalId = arn.replace(/:execution:(.*):.*/, ':stateMachine:$1');
  expect(tasks).toEqual([
    {
      args: { Cluster: 'main', TaskDefinition: 'migrate:2' },
      credentials: 'role' in target ? { roleArn: ROLE, externalId } : undefined,
    },
  ]);
  const scheduled = (await local.historyOf(bench, arn)).find(
    ({ taskScheduledEventDetails: details }) => details?.resourceType === 'ecs',
  );
  expect(scheduled?.taskScheduledEventDetails?.taskCredentials?.roleArn).toBe('role' in target ? ROLE : undefined);
});

it.each(TARGETS)('does not run a migration again when its execution is redriven (F03), as %o', async (target) => {
  const { arn, tasks } = await begin(target, async () => undefined);
  await bench.client.send(new StopExecutionCommand({ executionArn: arn }));
  await bench.sfn.idle();
  await bench.client.send(new RedriveExecutionCommand({ executionArn: arn }));
  await bench.sfn.idle();
  expect(tasks).toHaveLength(1);
  expect(await local.outcome(bench, arn)).toMatchObject({
    status: 'FAILED',
    error: 'MigrationNotRepeated',
    cause: expect.stringContaining('is not run a second time'),
  });
});
