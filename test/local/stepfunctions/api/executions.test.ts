import * as sfn from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '#local/stepfunctions/json.ts';
import {
  type Bench,
  begin,
  CALLBACK,
  fail,
  historyOf,
  INVOKE,
  machine,
  outcome,
  START,
  shape,
  startBench,
} from '../harness.ts';

let bench: Bench;
let broken = true;
beforeEach(async () => {
  broken = true;
  bench = await startBench((args) => (args['fails'] && broken ? fail('Bad', 'why') : args));
});
afterEach(() => bench.close());

const waiting = machine('W', { W: { Type: 'Wait', Seconds: 100, End: true } });
const callback = machine('T', {
  T: { Type: 'Task', Resource: CALLBACK, Arguments: { token: '{% $states.context.Task.Token %}' }, End: true },
});
const task = (args: JsonObject): JsonObject => ({ Type: 'Task', Resource: INVOKE, Arguments: args, End: true });
const machineOf = async (executionArn: string) =>
  (await bench.client.send(new sfn.DescribeExecutionCommand({ executionArn }))).stateMachineArn;

describe('starting', () => {
  it('is idempotent by name and input while the execution runs', async () => {
    const executionArn = await begin(bench, waiting, { a: 1 });
    const stateMachineArn = await machineOf(executionArn);
    const start = (input: string) =>
      bench.client.send(new sfn.StartExecutionCommand({ stateMachineArn, name: 'run', input }));
    expect(await start('{"a":1}')).toMatchObject({ executionArn, startDate: new Date(START) });
    await expect(start('{"a":2}')).rejects.toBeInstanceOf(sfn.ExecutionAlreadyExists);
    await bench.client.send(new sfn.StopExecutionCommand({ executionArn }));
    await expect(start('{"a":1}')).rejects.toBeInstanceOf(sfn.ExecutionAlreadyExists);
  });

  it('refuses bad names, bad input and unknown machines', async () => {
    const stateMachineArn = await machineOf(await begin(bench, waiting));
    const start = (more: object) => bench.client.send(new sfn.StartExecutionCommand({ stateMachineArn, ...more }));
    await expect(start({ name: 'a/b' })).rejects.toBeInstanceOf(sfn.InvalidName);
    await expect(start({ input: 'no' })).rejects.toBeInstanceOf(sfn.InvalidExecutionInput);
    await expect(start({ input: `"${'x'.repeat(262_144)}"` })).rejects.toBeInstanceOf(sfn.ValidationException);
    await expect(start({ stateMachineArn: 'arn:aws:states:x' })).rejects.toBeInstanceOf(sfn.StateMachineDoesNotExist);
    await expect(start({ stateMachineArn: 'x' })).rejects.toBeInstanceOf(sfn.InvalidArn);
  });

  it('tells EventBridge each status once', async () => {
    const arn = await begin(bench, machine('A', { A: { Type: 'Pass', Output: { b: 1 }, End: true } }), { a: 1 });
    expect(bench.events.map(({ detail }) => detail['status'])).toEqual(['RUNNING', 'SUCCEEDED']);
    expect(bench.events[1]).toEqual({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      resources: [arn],
      time: START,
      detail: {
        executionArn: arn,
        stateMachineArn: await machineOf(arn),
        name: 'run',
        status: 'SUCCEEDED',
        startDate: START,
        stopDate: START,
        input: '{"a":1}',
        inputDetails: { included: true },
        output: '{"b":1}',
        outputDetails: { included: true },
        error: null,
        cause: null,
        redriveCount: 0,
        redriveDate: null,
        redriveStatus: 'NOT_REDRIVABLE',
        redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        stateMachineVersionArn: null,
        stateMachineAliasArn: null,
      },
    });
  });
});

describe('stopping', () => {
  it('ends at once, past every Catch, with error and cause', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'P' }];
    const branches = {
      Type: 'Parallel',
      Branches: [{ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 9, End: true } } }],
      Catch,
      End: true,
    };
    const arn = await begin(bench, machine('S', { S: branches, P: { Type: 'Pass', End: true } }));
    await bench.client.send(new sfn.StopExecutionCommand({ executionArn: arn, error: 'E', cause: 'C' }));
    await bench.clock.advanceBy(10_000);
    expect(await outcome(bench, arn)).toMatchObject({ status: 'ABORTED', error: 'E', cause: 'C' });
    expect(shape(await historyOf(bench, arn)).at(-1)).toBe('5<0 ExecutionAborted');
  });
});

describe('task tokens', () => {
  const open = async () => {
    const arn = await begin(bench, callback);
    return { arn, taskToken: String(bench.calls.at(-1)?.['token']) };
  };

  it('answer their task once', async () => {
    const { arn, taskToken } = await open();
    const success = new sfn.SendTaskSuccessCommand({ taskToken, output: '{"ok":true}' });
    await bench.client.send(success);
    await bench.sfn.idle();
    expect(await outcome(bench, arn)).toMatchObject({ status: 'SUCCEEDED', output: { ok: true } });
    await expect(bench.client.send(success)).rejects.toBeInstanceOf(sfn.TaskTimedOut);
    expect((await historyOf(bench, arn)).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('fail their task with error and cause', async () => {
    const { arn, taskToken } = await open();
    await bench.client.send(new sfn.SendTaskFailureCommand({ taskToken, error: 'Denied', cause: 'by Ann' }));
    await bench.sfn.idle();
    expect(await outcome(bench, arn)).toMatchObject({ status: 'FAILED', error: 'Denied', cause: 'by Ann' });
  });

  it('are refused when they are nonsense, unknown, or come with no JSON', async () => {
    const { taskToken } = await open();
    const send = (token: string, output = '1') =>
      bench.client.send(new sfn.SendTaskSuccessCommand({ taskToken: token, output }));
    await expect(send('nonsense')).rejects.toBeInstanceOf(sfn.InvalidToken);
    const unknown = `AQ${Buffer.from('["arn:aws:states:x","0","k"]').toString('base64url')}`;
    await expect(send(unknown)).rejects.toBeInstanceOf(sfn.TaskDoesNotExist);
    await expect(send(taskToken, '{')).rejects.toBeInstanceOf(sfn.InvalidOutput);
  });
});

describe('redriving', () => {
  const redrive = async (executionArn: string) => {
    broken = false;
    await bench.client.send(new sfn.RedriveExecutionCommand({ executionArn }));
    await bench.sfn.idle();
  };

  it('goes on from the failed state with its input, and keeps what succeeded', async () => {
    const definition = machine('A', {
      A: { ...task({ a: 1 }), End: undefined as never, Next: 'B' },
      B: task({ fails: true }),
    });
    const arn = await begin(bench, JSON.parse(JSON.stringify(definition)));
    expect(await outcome(bench, arn)).toMatchObject({ status: 'FAILED', error: 'Bad' });
    await redrive(arn);
    const found = await bench.client.send(new sfn.DescribeExecutionCommand({ executionArn: arn }));
    expect(found).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"fails":true}',
      redriveCount: 1,
      redriveDate: new Date(START),
    });
    expect(found.error).toBeUndefined();
    expect(bench.calls).toEqual([{ a: 1 }, { fails: true }, { fails: true }]);
    expect(bench.events.map(({ detail }) => detail['status'])).toEqual(['RUNNING', 'FAILED', 'RUNNING', 'SUCCEEDED']);
  });

  it('runs only the unsuccessful iterations and branches again', async () => {
    const iteration = task({ fails: '{% $states.input = 2 %}', v: '{% $states.input %}' });
    const map = {
      Type: 'Map',
      MaxConcurrency: 1,
      ItemProcessor: { StartAt: 'I', States: { I: iteration } },
      End: true,
    };
    const definition = machine('S', {
      S: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'M', States: { M: map } },
          { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, End: true } } },
        ],
        End: true,
      },
    });
    const arn = await begin(bench, definition, [1, 2, 3]);
    expect(await outcome(bench, arn)).toMatchObject({ status: 'FAILED' });
    await redrive(arn);
    await bench.clock.advanceBy(60_000);
    await bench.sfn.idle();
    const results = [1, 2, 3].map((v) => ({ v, fails: v === 2 }));
    expect(await outcome(bench, arn)).toMatchObject({ status: 'SUCCEEDED', output: [results, [1, 2, 3]] });
    expect(bench.calls.map(({ v }) => v)).toEqual([1, 2, 2, 3]);
    const ids = (await historyOf(bench, arn)).map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, i) => i + 1));
  });

  it('is refused for what runs, succeeded, or ended more than 14 days ago', async () => {
    const running = await begin(bench, waiting);
    await expect(redrive(running)).rejects.toBeInstanceOf(sfn.ExecutionNotRedrivable);
    const succeeded = await begin(bench, machine('A', { A: { Type: 'Succeed' } }));
    await expect(redrive(succeeded)).rejects.toBeInstanceOf(sfn.ExecutionNotRedrivable);
    const failed = await begin(bench, machine('F', { F: { Type: 'Fail' } }));
    await bench.clock.advanceBy(14 * 86_400_000 + 1);
    await expect(redrive(failed)).rejects.toBeInstanceOf(sfn.ExecutionNotRedrivable);
  });
});

describe('listing', () => {
  it('gives executions newest first, by status and in pages', async () => {
    const stateMachineArn = await machineOf(await begin(bench, waiting));
    for (const name of ['b', 'c']) await bench.client.send(new sfn.StartExecutionCommand({ stateMachineArn, name }));
    await bench.sfn.idle();
    const { executionArn } = await bench.client.send(new sfn.StartExecutionCommand({ stateMachineArn, name: 'd' }));
    await bench.client.send(new sfn.StopExecutionCommand({ executionArn }));
    const names: unknown[] = [];
    const query = { stateMachineArn, statusFilter: 'RUNNING' as const };
    for await (const page of sfn.paginateListExecutions({ client: bench.client, pageSize: 2 }, query)) {
      names.push((page.executions ?? []).map(({ name }) => name));
    }
    expect(names).toEqual([['c', 'b'], ['run']]);
    const tooMany = bench.client.send(new sfn.ListExecutionsCommand({ stateMachineArn, maxResults: 1001 }));
    await expect(tooMany).rejects.toBeInstanceOf(sfn.ValidationException);
  });

  it('gives the history in pages, both ways, with and without data', async () => {
    const executionArn = await begin(bench, machine('A', { A: task({ v: 1 }) }), { in: 1 });
    const all = async (reverseOrder: boolean) => {
      const events: sfn.HistoryEvent[] = [];
      const query = { executionArn, reverseOrder, includeExecutionData: !reverseOrder };
      for await (const page of sfn.paginateGetExecutionHistory({ client: bench.client, pageSize: 3 }, query)) {
        events.push(...(page.events ?? []));
      }
      return events;
    };
    const forwards = await all(false);
    const backwards = await all(true);
    expect(shape(forwards)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskSucceeded',
      '6<5 TaskStateExited',
      '7<6 ExecutionSucceeded',
    ]);
    expect(shape(backwards)).toEqual(shape(forwards).reverse());
    expect(forwards[2]?.taskScheduledEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      region: 'us-east-1',
      parameters: '{"v":1}',
    });
    expect(forwards[1]?.stateEnteredEventDetails).toEqual({
      name: 'A',
      input: '{"in":1}',
      inputDetails: { truncated: false },
    });
    expect(backwards.at(-2)?.stateEnteredEventDetails).toEqual({ name: 'A' });
  });

  it('notes failed expressions as AWS does', async () => {
    const arn = await begin(bench, machine('A', { A: { Type: 'Pass', Output: { x: '{% $no %}' }, End: true } }));
    const events = await historyOf(bench, arn);
    expect(shape(events).slice(1)).toEqual(['2<0 PassStateEntered', '3<0 EvaluationFailed', '4<3 ExecutionFailed']);
    expect(events[2]?.evaluationFailedEventDetails).toEqual({
      error: 'States.QueryEvaluationError',
      cause:
        "An error occurred while executing the state 'A' (entered at the event id #2). The JSONata expression '$no' specified for the field 'Output/x' returned nothing (undefined).",
      location: 'Output/x',
      state: 'A',
    });
  });
});
