import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#local/stepfunctions/json.ts';
import { type Bench, begin, fail, historyOf, INVOKE, machine, outcome, shape, startBench } from '../harness.ts';

let bench: Bench;
const open = new Map<number, (value: Json) => void>();
beforeEach(async () => {
  open.clear();
  bench = await startBench(({ v, hold }) => {
    if (hold) return new Promise((resolve) => open.set(Number(v), resolve));
    return v === 'bad' ? fail('Bad') : (v ?? null);
  });
});
afterEach(() => bench.close());

const map = (more: JsonObject, hold = false) => {
  const iteration = { Type: 'Task', Resource: INVOKE, Arguments: { v: '{% $states.input %}', hold }, End: true };
  return machine('M', {
    M: { Type: 'Map', ItemProcessor: { StartAt: 'I', States: { I: iteration } }, End: true, ...more },
  });
};

describe('Map', () => {
  it('runs at most MaxConcurrency iterations at a time and keeps the order of results', async () => {
    const arn = await begin(bench, map({ MaxConcurrency: 2 }, true), [1, 2, 3]);
    expect([...open.keys()]).toEqual([1, 2]);
    open.get(2)?.('two');
    await bench.sfn.idle();
    expect([...open.keys()]).toEqual([1, 2, 3]);
    open.get(3)?.('three');
    open.get(1)?.('one');
    await bench.sfn.idle();
    expect(await outcome(bench, arn)).toMatchObject({ output: ['one', 'two', 'three'] });
  });

  it.each([
    [{ ToleratedFailureCount: 1 }, ['a', 'bad'], 'SUCCEEDED', undefined],
    [{ ToleratedFailureCount: 1 }, ['bad', 'a', 'bad'], 'FAILED', 'States.ExceedToleratedFailureThreshold'],
    [{ ToleratedFailurePercentage: 50 }, ['bad', 'a'], 'SUCCEEDED', undefined],
    [
      { ToleratedFailurePercentage: '{% 40 %}' },
      ['bad', 'a', 'bad'],
      'FAILED',
      'States.ExceedToleratedFailureThreshold',
    ],
    [{}, ['a', 'bad'], 'FAILED', 'Bad'],
  ])('with %j over %j is %s', async (tolerance, items, status, error) => {
    const arn = await begin(bench, map(tolerance), items);
    expect(await outcome(bench, arn)).toMatchObject({ status, error });
  });

  it('aborts its other iterations when one fails, in the history of AWS', async () => {
    const states = {
      C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'F' }], Default: 'W' },
      W: { Type: 'Wait', Seconds: 99, End: true },
      F: { Type: 'Fail', Error: 'Bad' },
    };
    const definition = machine('M', { M: { Type: 'Map', ItemProcessor: { StartAt: 'C', States: states }, End: true } });
    const events = await historyOf(bench, await begin(bench, definition, [0, 1]));
    expect(shape(events).slice(-7)).toEqual([
      '10<7 WaitStateEntered',
      '11<9 FailStateEntered',
      '12<11 MapIterationFailed',
      '13<11 MapIterationAborted',
      '14<11 WaitStateAborted',
      '15<11 MapStateFailed',
      '16<15 ExecutionFailed',
    ]);
  });
});
