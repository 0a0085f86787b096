import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TaskCredentials } from '#local/stepfunctions/integration.ts';
import { type Bench, begin, historyOf, INVOKE, machine, outcome, run, startBench } from '../harness.ts';

const RUN_TASK = 'arn:aws:states:::ecs:runTask.sync';
const ROLE = 'arn:aws:iam::222222222222:role/bakewatch-target';

let bench: Bench;
let given: (TaskCredentials | undefined)[];
beforeEach(async () => {
  given = [];
  bench = await startBench(undefined, {
    [RUN_TASK]: {
      takesCredentials: true,
      async start(_args, _key, { credentials }) {
        given.push(credentials);
        return { jobId: 'job', output: {} };
      },
      settled: async () => ({ output: {} }),
      stop: async () => undefined,
    },
  });
});
afterEach(() => bench.close());

const task = (RoleArn: string, Resource = RUN_TASK) =>
  machine('T', { T: { Type: 'Task', Resource, Credentials: { RoleArn }, End: true } });

describe('Credentials of a task', () => {
  it('hand its integration the role, with the machine`s ARN as external id, and stand in the history', async () => {
    const arn = await begin(bench, task('{% $states.input.role %}'), { role: ROLE });
    expect((await outcome(bench, arn)).status).toBe('SUCCEEDED');
    const externalId = arn.replace(/:execution:(.*):.*/, ':stateMachine:$1');
    expect(given).toEqual([{ roleArn: ROLE, externalId }]);
    const [scheduled] = (await historyOf(bench, arn)).flatMap(({ taskScheduledEventDetails: d }) => d ?? []);
    expect(scheduled?.taskCredentials).toEqual({ roleArn: ROLE });
  });

  it('fail the state when they come to no role', async () => {
    expect(await run(bench, task('{% $states.input.role %}'), { role: 7 })).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
    });
    expect(given).toEqual([]);
  });

  it('are refused where nothing here could follow them, not passed over', async () => {
    expect(await run(bench, task(ROLE, INVOKE))).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `${INVOKE} takes no Credentials here.`,
    });
    expect(bench.calls).toEqual([]);
  });
});
