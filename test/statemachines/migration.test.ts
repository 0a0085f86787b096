import { readFileSync } from 'node:fs';
import { RedriveExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, expect, it } from 'vitest';
import type { Json, JsonObject } from '#local/stepfunctions/json.ts';
import * as local from '#test/local/stepfunctions/harness.ts';
import { type Machine, statesOf } from './states.ts';

const root = new URL('../../', import.meta.url);
const release = JSON.parse(readFileSync(new URL('statemachines/release.asl.json', root), 'utf8')) as Machine;
const stateOf = (name: string): Json =>
  structuredClone(statesOf(release).find((found) => found.name === name)?.state) as unknown as Json;

const stage = {
  name: 'production',
  targets: [],
  migrate: { task: 'migrate', container: 'app', cluster: 'main', withinSeconds: 60, reversible: false },
};

/** The states of a migration as they are, between what gives them their variables and what shows how they ended. */
const machine = local.machine('Begin', {
  Begin: { Type: 'Pass', Assign: { stage, fence: 1, image: 'i' }, Next: 'Prepare migration' },
  'Prepare migration': stateOf('Prepare migration'),
  'Run migration': stateOf('Run migration'),
  'Record migration': { Type: 'Succeed' },
  'Roll back targets': { Type: 'Fail', Error: '{% $failure.Error %}', Cause: '{% $failure.Cause %}' },
});

let bench: local.Bench;
afterEach(() => bench.close());

const begin = async (runTask: () => Promise<Json>): Promise<{ arn: string; tasks: JsonObject[] }> => {
  const tasks: JsonObject[] = [];
  const call = (args: Json): Promise<Json> => {
    tasks.push(args as JsonObject);
    return runTask();
  };
  const prepare = () => ({ Payload: { taskDefinition: 'migrate:2' } });
  bench = await local.startBench(prepare, { 'arn:aws:states:::ecs:runTask.sync': { call } });
  return { arn: await local.begin(bench, machine, { release: 'hello#7' }), tasks };
};

it('runs a migration with its cluster and the revision that has the image', async () => {
  const { arn, tasks } = await begin(async () => ({}));
  expect((await local.outcome(bench, arn)).status).toBe('SUCCEEDED');
  expect(tasks).toEqual([{ Cluster: 'main', TaskDefinition: 'migrate:2' }]);
});

it('does not run a migration again when its execution is redriven: nobody knows how far it came (F03)', async () => {
  const { arn, tasks } = await begin(local.forever);
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
