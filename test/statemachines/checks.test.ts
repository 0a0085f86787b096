import { readFileSync } from 'node:fs';
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { afterEach, expect, it } from 'vitest';
import type { Json, JsonObject } from '#local/stepfunctions/json.ts';
import * as local from '#test/local/stepfunctions/harness.ts';
import { type Machine, statesOf } from './states.ts';

const release = JSON.parse(
  readFileSync(new URL('../../statemachines/release.asl.json', import.meta.url), 'utf8'),
) as Machine;
const stateOf = (name: string): Json =>
  structuredClone(statesOf(release).find((found) => found.name === name)?.state) as unknown as Json;
const STATES = ['Prepare release', 'Worth releasing?', 'Await checks', 'Checked?'];
/** The states up to the build as they are, and where they may lead to. */
const machine = local.machine('Prepare release', {
  ...Object.fromEntries(STATES.map((name) => [name, stateOf(name)])),
  Build: { Type: 'Succeed' },
  'Record artifact': { Type: 'Succeed' },
  Stages: { Type: 'Succeed' },
  'Finish release': {
    Type: 'Fail',
    Error: '{% $states.input.failure.Error %}',
    Cause: '{% $states.input.failure.Cause %}',
  },
});

const CHECKS = { require: ['build'], within: 3_600_000, looks: { first: 30, atMost: 31_536_000 } };
const planOf = (over: JsonObject = {}): JsonObject => ({
  release: 'hello#7',
  sha: 'a',
  build: { project: 'p' },
  stages: [],
  ...over,
});

let bench: local.Bench;
afterEach(() => bench.close());

/** Drives a plan through answers of await-checks, one for each look. Returns where it went, and what the function was asked with. */
async function drive(plan: JsonObject, answers: JsonObject[]) {
  const asked: JsonObject[] = [];
  const left = [...answers];
  bench = await local.startBench(async ({ FunctionName, Payload }) => {
    if (String(FunctionName) === 'prepare-release') return { Payload: { proceed: true, plan } };
    asked.push(Payload as JsonObject);
    const taskToken = String((Payload as JsonObject)['token']);
    await bench.client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(left.shift()) }));
    return {};
  });
  const definition = JSON.parse(
    JSON.stringify(machine)
      .replaceAll(/\$\{PrepareRelease\}/g, 'prepare-release')
      .replaceAll(/\$\{AwaitChecks\}/g, 'await-checks'),
  );
  const arn = await local.begin(bench, definition, { release: 'hello#7' });
  await bench.sfn.idle();
  const entered = (await local.historyOf(bench, arn)).flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
  return { asked, entered, ended: await local.outcome(bench, arn) };
}

it('has not one transition more for a release without checks', async () => {
  const { entered, asked } = await drive(planOf(), []);
  expect(entered).toEqual(['Prepare release', 'Worth releasing?', 'Build']);
  expect(asked).toEqual([]);
});

it.each([
  ['Build', {}],
  ['Record artifact', { reuse: 'sha256:1' }],
])('goes on to "%s" when the checks have passed', async (next, build) => {
  const plan = planOf({ checks: CHECKS, build: { project: 'p', ...build } });
  const { entered, asked } = await drive(plan, [{ status: 'passed' }]);
  expect(entered).toEqual(['Prepare release', 'Worth releasing?', 'Await checks', 'Checked?', next]);
  expect(asked).toMatchObject([
    { release: 'hello#7', checks: CHECKS, build: { project: 'p', ...build }, lookAfter: 30 },
  ]);
});

it('looks again when it is woken, and when it is told to, at that moment', async () => {
  const answers = [{ status: 'woken' }, { status: 'again', lookAfter: 7 }, { status: 'passed' }];
  const { entered, asked } = await drive(planOf({ checks: CHECKS }), answers);
  expect(entered.filter((name) => name === 'Await checks')).toHaveLength(3);
  expect(asked.map(({ lookAfter }) => lookAfter)).toEqual([30, 30, 7]);
  expect(new Set(asked.map(({ token }) => token)).size).toBe(3);
});

it('ends with what the wait ended with', async () => {
  const { ended } = await drive(planOf({ checks: CHECKS }), [
    { status: 'ended', error: 'Expired', reason: 'lint is red' },
  ]);
  expect(ended).toMatchObject({ status: 'FAILED', error: 'Expired', cause: 'lint is red' });
});

it('asks for no checks where a stage is taken back', async () => {
  const { entered } = await drive(planOf({ checks: CHECKS, turn: 'settle' }), []);
  expect(entered).toEqual(['Prepare release', 'Worth releasing?', 'Stages']);
});
