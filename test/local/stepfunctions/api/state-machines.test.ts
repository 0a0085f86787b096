import * as sfn from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#local/stepfunctions/json.ts';
import { type Bench, begin, machine, outcome, ROLE, startBench } from '../harness.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

const pass = machine('A', { A: { Type: 'Pass', End: true } });
const create = (
  name: string,
  definition: JsonObject | string,
  more: Partial<sfn.CreateStateMachineCommandInput> = {},
) =>
  bench.client.send(
    new sfn.CreateStateMachineCommand({
      name,
      definition: typeof definition === 'string' ? definition : JSON.stringify(definition),
      roleArn: ROLE,
      ...more,
    }),
  );

describe('state machines', () => {
  it('are created once, however often the same is asked for', async () => {
    const first = await create('once', pass);
    expect(first.stateMachineArn).toBe('arn:aws:states:us-east-1:000000000000:stateMachine:once');
    expect(await create('once', pass)).toMatchObject({ stateMachineArn: first.stateMachineArn });
    const other = machine('B', { B: { Type: 'Succeed' } });
    await expect(create('once', other)).rejects.toBeInstanceOf(sfn.StateMachineAlreadyExists);
  });

  const state = (more: JsonObject) => machine('A', { A: { Type: 'Pass', End: true, ...more } });
  it.each([
    ['JSONPath', { ...pass, QueryLanguage: 'JSONPath' }, 'QueryLanguage must be "JSONata"'],
    ['no QueryLanguage', { StartAt: 'A', States: pass['States'] ?? null }, 'QueryLanguage must be "JSONata"'],
    ['text that is no JSON', '{', 'INVALID_JSON_DESCRIPTION'],
    ['a syntax error in an expression', state({ Output: '{% 1 + %}' }), 'cannot be parsed'],
    ['the ?? operator, which AWS does not have', state({ Output: '{% 1 ?? 2 %}' }), 'cannot be parsed'],
    ['$ at top level', state({ Output: '{% $ %}' }), "'$' is not available"],
    ['$$', state({ Output: '{% $x[$$.a] %}' }), "'$$' is not available"],
    ['a bare field name at top level', state({ Output: '{% {"a": foo.bar} %}' }), "the field 'foo'"],
    ['a misspelt field', state({ Outptu: 1 }), 'SCHEMA_VALIDATION_FAILED'],
    ['a target that does not exist', machine('A', { A: { Type: 'Pass', Next: 'B' } }), 'MISSING_TRANSITION_TARGET'],
    [
      'a resource that nothing answers',
      machine('A', { A: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true } }),
      'sns:publish is not recognized',
    ],
    [
      'States.ALL with others',
      machine('A', {
        A: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'B', States: { B: { Type: 'Succeed' } } }],
          Retry: [{ ErrorEquals: ['States.ALL', 'X'] }],
          End: true,
        },
      }),
      'States.ALL must appear alone',
    ],
    [
      'an inner state that assigns an outer variable',
      machine('A', {
        A: { Type: 'Pass', Assign: { v: 1 }, Next: 'M' },
        M: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', Assign: { v: 2 }, End: true } } },
          End: true,
        },
      }),
      "'v' belongs to an outer scope",
    ],
    [
      'a distributed Map',
      machine('M', {
        M: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'I',
            States: { I: { Type: 'Succeed' } },
          },
          End: true,
        },
      }),
      'Only Mode INLINE',
    ],
  ] as [string, JsonObject | string, string][])(
    'with %s are refused with the reason',
    async (_, definition, reason) => {
      const call = create('refused', definition);
      await expect(call).rejects.toBeInstanceOf(sfn.InvalidDefinition);
      await expect(call).rejects.toThrow(reason);
      const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
      const found = await bench.client.send(new sfn.ValidateStateMachineDefinitionCommand({ definition: text }));
      expect(found).toMatchObject({ result: 'FAIL', truncated: false });
    },
  );

  it('may have expressions with paths, predicates, sorting and lambdas', async () => {
    const Output = [
      '{% $states.input.orders[total > 5 and $exists(id)].id %}',
      '{% $map($states.input.l, function($v) { $v.a.b }) %}',
      '{% $states.input.l^(>n).{ "n": n, "up": $uppercase(name) } %}',
      '{% $states.input.l{ kind: $sum(n) } %}',
      '{% $states.input ~> |l|{ "x": n }| %}',
    ];
    const definition = JSON.stringify(state({ Output }));
    const found = await bench.client.send(new sfn.ValidateStateMachineDefinitionCommand({ definition }));
    expect(found).toMatchObject({ result: 'OK', diagnostics: [] });
  });

  it.each([
    ['publish', { publish: true }],
    ['tags', { tags: [{ key: 'a', value: 'b' }] }],
    ['loggingConfiguration', { loggingConfiguration: { level: 'ALL' } }],
    ['tracingConfiguration', { tracingConfiguration: { enabled: true } }],
  ] as [string, object][])('refuse the parameter %s instead of ignoring it', async (name, more) => {
    await expect(create('loud', pass, more)).rejects.toThrow(`'${name}'`);
  });

  it('refuse EXPRESS and bad names', async () => {
    await expect(create('x', pass, { type: 'EXPRESS' })).rejects.toBeInstanceOf(sfn.StateMachineTypeNotSupported);
    await expect(create('a b', pass)).rejects.toBeInstanceOf(sfn.InvalidName);
    await expect(create('x'.repeat(81), pass)).rejects.toBeInstanceOf(sfn.InvalidName);
  });

  it('are updated for new executions, while running ones keep their definition', async () => {
    const wait = machine('W', {
      W: { Type: 'Wait', Seconds: 10, Next: 'E' },
      E: { Type: 'Pass', Output: { v: 'old' }, End: true },
    });
    const executionArn = await begin(bench, wait);
    const { stateMachineArn = '' } = await bench.client.send(new sfn.DescribeExecutionCommand({ executionArn }));
    const { revisionId } = await bench.client.send(
      new sfn.UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(pass) }),
    );
    const described = await bench.client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({
      definition: JSON.stringify(pass),
      revisionId,
      status: 'ACTIVE',
      type: 'STANDARD',
    });
    const kept = await bench.client.send(new sfn.DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(kept.definition).toBe(JSON.stringify(wait));
    await bench.clock.advanceBy(10_000);
    await bench.sfn.idle();
    expect(await outcome(bench, executionArn)).toMatchObject({ output: { v: 'old' } });
  });

  it('are listed in pages', async () => {
    const names: (string | undefined)[] = [];
    for await (const page of sfn.paginateListStateMachines({ client: bench.client, pageSize: 1 }, {})) {
      names.push(...(page.stateMachines ?? []).map(({ name }) => name));
    }
    expect(names.length).toBeGreaterThan(1);
    expect(new Set(names).size).toBe(names.length);
    const foreign = bench.client.send(new sfn.ListStateMachinesCommand({ nextToken: 'nonsense' }));
    await expect(foreign).rejects.toBeInstanceOf(sfn.InvalidToken);
  });

  it('end their executions when they are deleted', async () => {
    const executionArn = await begin(bench, machine('W', { W: { Type: 'Wait', Seconds: 10, End: true } }));
    const { stateMachineArn } = await bench.client.send(new sfn.DescribeExecutionCommand({ executionArn }));
    await bench.client.send(new sfn.DeleteStateMachineCommand({ stateMachineArn }));
    expect(await outcome(bench, executionArn)).toMatchObject({ status: 'ABORTED' });
    const again = bench.client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }));
    await expect(again).rejects.toBeInstanceOf(sfn.StateMachineDoesNotExist);
  });
});
