import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#local/stepfunctions/json.ts';
import { type Bench, begin, type Ended, fail, INVOKE, machine, outcome, run, START, startBench } from '../harness.ts';

/** What the task does is said by its arguments: `fail` throws that name, else it echoes. */
const handler = (args: JsonObject): Json => (typeof args['fail'] === 'string' ? fail(args['fail'], 'why') : args);

let bench: Bench;
beforeAll(async () => {
  bench = await startBench(handler);
});
afterAll(() => bench.close());

type Case = [behaviour: string, definition: JsonObject, input: Json, expected: Partial<Ended>];
const pass = (more: JsonObject) => ({ Type: 'Pass', End: true, ...more });
const task = (args: JsonObject, more: JsonObject = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: args,
  ...('Next' in more ? {} : { End: true }),
  ...more,
});
const one = (state: JsonObject, more: JsonObject = {}) => machine('S', { S: state, ...more });
const succeeded = (output: Json): Partial<Ended> => ({ status: 'SUCCEEDED', output });
const failed = (error: string, cause?: string): Partial<Ended> => ({
  status: 'FAILED',
  error,
  ...(cause === undefined ? {} : { cause: expect.stringContaining(cause) as unknown as string }),
});

const cases: Case[] = [
  ['Pass hands its input on', one(pass({})), { a: 1 }, succeeded({ a: 1 })],
  [
    'Pass gives its Output',
    one(pass({ Output: { b: '{% $states.input.a %}', c: [1, '{% 2 %}'] } })),
    { a: 1 },
    succeeded({ b: 1, c: [1, 2] }),
  ],
  ['a text that is no expression stays a text', one(pass({ Output: 'a {% 1 %} b' })), {}, succeeded('a {% 1 %} b')],
  [
    'a single result stays single and an empty object stays',
    one(pass({ Output: '{% {"l": [[1]], "e": {}} %}' })),
    {},
    succeeded({ l: [[1]], e: {} }),
  ],
  [
    'Output and Assign of a state see the variables from before it',
    one(pass({ Assign: { x: 1 }, Next: 'T', End: undefined as never }), {
      T: pass({ Assign: { x: '{% $x + 1 %}' }, Output: '{% $x %}', Next: 'U', End: undefined as never }),
      U: pass({ Output: ['{% $x %}', '{% $states.input %}'] }),
    }),
    {},
    succeeded([2, 1]),
  ],
  [
    'Choice takes the first true rule, with its own Assign and Output',
    one(
      {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.n > 9 %}', Next: 'Z' },
          { Condition: '{% $states.input.n > 1 %}', Assign: { v: 'two' }, Output: 'chosen', Next: 'P' },
          { Condition: true, Next: 'Z' },
        ],
      },
      { P: pass({ Output: ['{% $v %}', '{% $states.input %}'] }), Z: { Type: 'Fail' } },
    ),
    { n: 5 },
    succeeded(['two', 'chosen']),
  ],
  [
    'Choice goes to Default with the Output of the state',
    one(
      { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Z' }], Default: 'P', Output: 'default' },
      { P: pass({}), Z: { Type: 'Fail' } },
    ),
    {},
    succeeded('default'),
  ],
  [
    'Choice without a match fails with States.NoChoiceMatched',
    one({ Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Z' }] }, { Z: { Type: 'Succeed' } }),
    {},
    failed('States.NoChoiceMatched', "state 'S' (entered at the event id #2)"),
  ],
  [
    'a Condition must be a boolean',
    one({ Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'Z' }] }, { Z: { Type: 'Succeed' } }),
    {},
    failed('States.QueryEvaluationError', "Expected 'boolean', but was 'number'"),
  ],
  ['Succeed ends with its Output', one({ Type: 'Succeed', Output: '{% $states.input.a %}' }), { a: [] }, succeeded([])],
  [
    'Fail gives Error and Cause from expressions',
    one({ Type: 'Fail', Error: '{% "E" & $states.input.n %}', Cause: 'because' }),
    { n: 1 },
    failed('E1', 'because'),
  ],
  ['Fail may say nothing', one({ Type: 'Fail' }), {}, { status: 'FAILED', error: undefined, cause: undefined }],
  [
    'Task gives its result, and Output sees it',
    one(task({ v: 1 }, { Output: '{% [$states.result.v, $states.input.a] %}' })),
    { a: 2 },
    succeeded([1, 2]),
  ],
  ['Task fails with the name and cause of its integration', one(task({ fail: 'Boom' })), {}, failed('Boom', 'why')],
  [
    'Catch leads on with the error output and its Assign',
    one(
      task(
        { fail: 'Boom' },
        {
          Catch: [
            { ErrorEquals: ['Other'], Next: 'Z' },
            { ErrorEquals: ['Boom'], Assign: { e: '{% $states.errorOutput.Error %}' }, Next: 'P' },
          ],
        },
      ),
      { P: pass({ Output: ['{% $e %}', '{% $states.input %}'] }), Z: { Type: 'Fail' } },
    ),
    {},
    succeeded(['Boom', { Error: 'Boom', Cause: 'why' }]),
  ],
  [
    'Catch has its own Output',
    one(
      task(
        { fail: 'Boom' },
        {
          Catch: [
            { ErrorEquals: ['States.ALL'], Output: '{% $states.input.a & $states.errorOutput.Cause %}', Next: 'P' },
          ],
        },
      ),
      { P: pass({}) },
    ),
    { a: 'x' },
    succeeded('xwhy'),
  ],
  [
    'States.TaskFailed catches a failed task',
    one(task({ fail: 'Boom' }, { Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'P' }] }), {
      P: pass({ Output: 'caught' }),
    }),
    {},
    succeeded('caught'),
  ],
  [
    'a Catch whose own expression fails, fails the state',
    one(task({ fail: 'Boom' }, { Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $nothing %}', Next: 'P' }] }), {
      P: pass({}),
    }),
    {},
    failed('States.QueryEvaluationError', "'Catch[0]/Output'"),
  ],
  [
    'an undefined result fails with States.QueryEvaluationError',
    one(pass({ Output: { a: ['{% $states.input.no %}'] } })),
    {},
    failed(
      'States.QueryEvaluationError',
      "The JSONata expression '$states.input.no' specified for the field 'Output/a[0]' returned nothing (undefined).",
    ),
  ],
  [
    'an expression that throws fails with States.QueryEvaluationError',
    one(pass({ Output: '{% $number("x") %}' })),
    {},
    failed('States.QueryEvaluationError', 'threw an error during evaluation. D3030'),
  ],
  [
    'a function is no result',
    one(pass({ Output: '{% function($x){$x} %}' })),
    {},
    failed('States.QueryEvaluationError', 'unsupported result type'),
  ],
  [
    'failing Arguments can be caught',
    one(task({ a: '{% $nothing %}' }, { Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'P' }] }), {
      P: pass({ Output: 'caught' }),
    }),
    {},
    succeeded('caught'),
  ],
  [
    'a payload over 256 KiB fails the state',
    one(pass({ Output: '{% $pad("x", 262143) %}' })),
    {},
    failed('States.DataLimitExceeded', "state/task 'S'"),
  ],
  [
    'States.ALL does not catch States.DataLimitExceeded',
    one(task({ a: 1 }, { Output: '{% $pad("x", 262143) %}', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'P' }] }), {
      P: pass({}),
    }),
    {},
    failed('States.DataLimitExceeded'),
  ],
  [
    'States.DataLimitExceeded can be caught by name',
    one(
      task(
        { a: 1 },
        { Output: '{% $pad("x", 262143) %}', Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'P' }] },
      ),
      { P: pass({ Output: 1 }) },
    ),
    {},
    succeeded(1),
  ],
  [
    'Parallel gives its branches results in order, all with its Arguments',
    one({
      Type: 'Parallel',
      Arguments: { n: '{% $states.input.a %}' },
      Branches: [
        { StartAt: 'A', States: { A: pass({ Output: '{% $states.input.n %}' }) } },
        { StartAt: 'B', States: { B: pass({}) } },
      ],
      End: true,
    }),
    { a: 7 },
    succeeded([7, { n: 7 }]),
  ],
  [
    'a failing branch fails the Parallel, and can be caught there',
    one(
      {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 1000, End: true } } },
          { StartAt: 'B', States: { B: { Type: 'Fail', Error: 'Bad' } } },
        ],
        Catch: [{ ErrorEquals: ['Bad'], Next: 'P' }],
        End: true,
      },
      { P: pass({ Output: '{% $states.input.Error %}' }) },
    ),
    {},
    succeeded('Bad'),
  ],
  [
    'branches read outer variables and keep their own to themselves',
    one(pass({ Assign: { o: 1 }, Next: 'Q', End: undefined as never }), {
      Q: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'A',
            States: {
              A: { Type: 'Pass', Assign: { i: '{% $o + 1 %}' }, Next: 'A2' },
              A2: pass({ Output: '{% $o + $i %}' }),
            },
          },
          {
            StartAt: 'B',
            States: { B: { Type: 'Pass', Assign: { i: 10 }, Next: 'B2' }, B2: pass({ Output: '{% $i %}' }) },
          },
        ],
        Next: 'R',
      },
      R: pass({ Output: { r: '{% $states.input %}', i: '{% $exists($i) %}' } }),
    }),
    {},
    succeeded({ r: [3, 10], i: false }),
  ],
  [
    'Map gives results in the order of its Items, with the item in the context',
    one({
      Type: 'Map',
      Items: '{% $states.input.l %}',
      ItemSelector: {
        v: '{% $states.context.Map.Item.Value %}',
        i: '{% $states.context.Map.Item.Index %}',
        a: '{% $states.input.a %}',
      },
      ItemProcessor: {
        StartAt: 'A',
        States: {
          A: pass({
            Output: '{% [$states.input.v, $states.input.i, $states.input.a, $states.context.Map.Item.Index] %}',
          }),
        },
      },
      End: true,
    }),
    { l: ['x', 'y'], a: 5 },
    succeeded([
      ['x', 0, 5, 0],
      ['y', 1, 5, 1],
    ]),
  ],
  [
    'Map over its input array, and over nothing',
    one({ Type: 'Map', ItemProcessor: { StartAt: 'A', States: { A: pass({}) } }, End: true }),
    [],
    succeeded([]),
  ],
  [
    'Map over something else fails with States.QueryEvaluationError',
    one({ Type: 'Map', ItemProcessor: { StartAt: 'A', States: { A: pass({}) } }, End: true }),
    { a: 1 },
    failed('States.QueryEvaluationError', 'Map state input must be an array but was: {"a":1}'),
  ],
  [
    'Items must be an array',
    one({ Type: 'Map', Items: '{% 1 %}', ItemProcessor: { StartAt: 'A', States: { A: pass({}) } }, End: true }),
    {},
    failed('States.QueryEvaluationError', "Expected 'array', but was 'number' for value: 1"),
  ],
  [
    'Wait with a wrong Timestamp fails',
    one({ Type: 'Wait', Timestamp: '{% "2016-13-05T21:29:29Z" %}', End: true }),
    {},
    failed('States.QueryEvaluationError', 'ISO-8601'),
  ],
  [
    '$now and $millis follow the clock',
    one(pass({ Output: ['{% $millis() %}', '{% $now() %}', '{% $now("[Y0001]") %}'] })),
    {},
    succeeded([START, '2026-01-01T00:00:00.000Z', '2026']),
  ],
  [
    '$partition, $range and $parse',
    one(pass({ Output: ['{% $partition([1,2,3], 2) %}', '{% $range(0, 10, 5) %}', '{% $parse("{\\"a\\":[1]}") %}'] })),
    {},
    succeeded([[[1, 2], [3]], [0, 5, 10], { a: [1] }]),
  ],
  [
    '$hash, seeded $random',
    one(
      pass({ Output: ['{% $hash("a", "SHA-256") %}', '{% $random(7) = $random(7) %}', '{% $length($uuid()) > 0 %}'] }),
    ),
    {},
    succeeded(['ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', true, true]),
  ],
  [
    '$eval is refused',
    one(pass({ Output: '{% $eval("1") %}' })),
    {},
    failed('States.QueryEvaluationError', '$eval is not supported'),
  ],
  [
    '$ inside a path is the item',
    one(pass({ Output: '{% $states.input.l.($ * 2) %}' })),
    { l: [1, 2] },
    succeeded([2, 4]),
  ],
];

describe('the Amazon States Language', () => {
  it.each(cases)('%s', async (_, definition, input, expected) => {
    const text = JSON.parse(
      JSON.stringify(definition, (key, value) => (key === 'End' && value === null ? undefined : value)),
    );
    expect(await run(bench, text, input)).toMatchObject(expected);
  });

  it('gives the documented context object', async () => {
    const definition = one(pass({ Output: '{% $states.context %}' }));
    const arn = await begin(bench, definition, { a: 1 });
    const { output } = await outcome(bench, arn);
    expect(output).toEqual({
      Execution: {
        Id: arn,
        Input: { a: 1 },
        Name: 'run',
        RoleArn: expect.any(String),
        StartTime: '2026-01-01T00:00:00.000Z',
        RedriveCount: 0,
      },
      State: { Name: 'S', EnteredTime: '2026-01-01T00:00:00.000Z', RetryCount: 0 },
      StateMachine: {
        Id: expect.stringContaining(':stateMachine:machine-'),
        Name: expect.stringContaining('machine-'),
      },
    });
  });

  it('fails an execution whose history is full', async () => {
    const loop = machine('A', {
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'A' }], Default: 'C' },
      C: { Type: 'Succeed' },
    });
    const arn = await begin(bench, loop);
    await expect
      .poll(() => outcome(bench, arn), { timeout: 15_000 })
      .toMatchObject({
        status: 'FAILED',
        cause: 'The execution reached the maximum number of history events (25000).',
      });
  });
});
