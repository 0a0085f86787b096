import * as sfn from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#local/stepfunctions/json.ts';
import {
  type Bench,
  begin,
  CALLBACK,
  fail,
  forever,
  type Handler,
  historyOf,
  INVOKE,
  machine,
  outcome,
  startBench,
} from '../harness.ts';

let handler: Handler;
let bench: Bench;
beforeEach(async () => {
  handler = (args) => args;
  bench = await startBench((args, call) => handler(args, call));
});
afterEach(() => bench.close());

/** A task, and the state P that its catchers lead to. */
const task = (more: JsonObject, resource = INVOKE) => {
  const P = { Type: 'Pass', Output: '{% $states.input.Error %}', End: true };
  return machine('T', {
    T: { Type: 'Task', Resource: resource, End: true, ...more },
    ...('Catch' in more ? { P } : {}),
  });
};
const advance = async (seconds: number) => {
  await bench.clock.advanceBy(seconds * 1000);
  await bench.sfn.idle();
};

describe('time', () => {
  it('leaves a Wait after its Seconds and not before', async () => {
    const arn = await begin(bench, machine('W', { W: { Type: 'Wait', Seconds: '{% $states.input.s %}', End: true } }), {
      s: 60,
    });
    await advance(59.9);
    expect(await outcome(bench, arn)).toMatchObject({ status: 'RUNNING' });
    await advance(0.1);
    expect(await outcome(bench, arn)).toMatchObject({ status: 'SUCCEEDED', output: { s: 60 } });
  });

  it('leaves a Wait at its Timestamp, thirty days ahead', async () => {
    const wait = { Type: 'Wait', Timestamp: '2026-01-31T00:00:00Z', End: true };
    const arn = await begin(bench, machine('W', { W: wait }));
    await advance(30 * 86_400 - 1);
    expect(await outcome(bench, arn)).toMatchObject({ status: 'RUNNING' });
    await advance(1);
    expect(await outcome(bench, arn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('retries with IntervalSeconds, BackoffRate and MaxDelaySeconds, then fails', async () => {
    const times: number[] = [];
    handler = () => {
      times.push(bench.clock.now());
      return fail('Busy');
    };
    const Retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 3 }];
    const arn = await begin(bench, task({ Retry }));
    await advance(100);
    const [first = 0, ...others] = times;
    expect(others.map((time) => (time - first) / 1000)).toEqual([2, 8, 18]);
    expect(await outcome(bench, arn)).toMatchObject({ status: 'FAILED', error: 'Busy' });
  });

  it('counts each retrier on its own, and shows the retries in the context', async () => {
    const seen: Json[] = [];
    handler = ({ n }) => {
      seen.push(n ?? null);
      return seen.length < 4 ? fail(seen.length % 2 ? 'A' : 'B') : 'done';
    };
    const retrier = (name: string, MaxAttempts: number) => ({
      ErrorEquals: [name],
      IntervalSeconds: 1,
      BackoffRate: 1,
      MaxAttempts,
    });
    const Arguments = { n: '{% $states.context.State.RetryCount %}' };
    const arn = await begin(bench, task({ Arguments, Retry: [retrier('A', 2), retrier('B', 1)] }));
    await advance(10);
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(await outcome(bench, arn)).toMatchObject({ output: 'done' });
  });

  it('does not retry at all with MaxAttempts 0', async () => {
    handler = () => fail('Busy');
    await begin(bench, task({ Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }] }));
    await advance(100);
    expect(bench.calls).toHaveLength(1);
  });

  it('spreads the delay with JitterStrategy FULL', async () => {
    const times: number[] = [];
    handler = () => {
      times.push(bench.clock.now());
      return fail('Busy');
    };
    const Retry = [
      { ErrorEquals: ['Busy'], IntervalSeconds: 1000, BackoffRate: 1, MaxAttempts: 3, JitterStrategy: 'FULL' },
    ];
    await begin(bench, task({ Retry }));
    await advance(4000);
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(new Set(gaps).size).toBe(3);
    expect(Math.max(...gaps)).toBeLessThan(1_000_000);
  });

  it('times a task out, tells its call, and States.TaskFailed does not catch that', async () => {
    let aborted = false;
    handler = (_, { signal }) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return forever();
    };
    const Catch = [
      { ErrorEquals: ['States.TaskFailed'], Next: 'P' },
      { ErrorEquals: ['States.Timeout'], Output: 'late', Next: 'Q' },
    ];
    const definition = task({ TimeoutSeconds: '{% 2 + 3 %}', Catch });
    (definition['States'] as JsonObject)['Q'] = { Type: 'Pass', End: true };
    const arn = await begin(bench, definition);
    await advance(5);
    expect(await outcome(bench, arn)).toMatchObject({ status: 'SUCCEEDED', output: 'late' });
    expect(aborted).toBe(true);
  });

  it('misses a heartbeat as States.HeartbeatTimeout and as States.Timeout, unless beats come', async () => {
    const Catch = [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'P' }];
    const Arguments = { token: '{% $states.context.Task.Token %}' };
    const arn = await begin(bench, task({ Arguments, TimeoutSeconds: 600, HeartbeatSeconds: 10, Catch }, CALLBACK));
    const taskToken = String(bench.calls[0]?.['token']);
    await advance(8);
    await bench.client.send(new sfn.SendTaskHeartbeatCommand({ taskToken }));
    await advance(8);
    expect(await outcome(bench, arn)).toMatchObject({ status: 'RUNNING' });
    await advance(2);
    expect(await outcome(bench, arn)).toMatchObject({ status: 'SUCCEEDED', output: 'States.Timeout' });
    const answer = bench.client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '1' }));
    await expect(answer).rejects.toBeInstanceOf(sfn.TaskTimedOut);
  });

  it('times the whole execution out, past every Catch', async () => {
    handler = forever;
    const definition = task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'P' }] });
    const arn = await begin(bench, { ...definition, TimeoutSeconds: 30 });
    await advance(30);
    expect(await outcome(bench, arn)).toMatchObject({ status: 'TIMED_OUT' });
    expect((await historyOf(bench, arn)).at(-1)).toMatchObject({ type: 'ExecutionTimedOut', previousEventId: 0 });
  });

  it('retries a whole Map, with its iterations from the start', async () => {
    handler = ({ v }) => (bench.calls.length < 4 && v === 2 ? fail('Bad') : Number(v) * 10);
    const iteration = { Type: 'Task', Resource: INVOKE, Arguments: { v: '{% $states.input %}' }, End: true };
    const map = {
      Type: 'Map',
      ItemProcessor: { StartAt: 'I', States: { I: iteration } },
      Retry: [{ ErrorEquals: ['Bad'], IntervalSeconds: 5, MaxAttempts: 1 }],
      End: true,
    };
    const arn = await begin(bench, machine('M', { M: map }), [1, 2]);
    await advance(5);
    expect(await outcome(bench, arn)).toMatchObject({ output: [10, 20] });
    expect(bench.calls).toHaveLength(4);
  });
});
