import { expect, it } from 'vitest';
import { createAuthorizer } from '#local/iam/create-authorizer.ts';
import { guardIntegrations } from '#local/iam/guard-integrations.ts';
import type { Integrations } from '#local/stepfunctions/integration.ts';
import type { Json, JsonObject } from '#local/stepfunctions/json.ts';
import { begin, INVOKE, machine, outcome, startBench } from '../stepfunctions/harness.ts';

const US = 'us-east-1:000000000000';
const BUILD = 'arn:aws:states:::codebuild:startBuild.sync';
const RUN_TASK = 'arn:aws:states:::ecs:runTask.sync';
const ROLE = 'arn:aws:iam::000000000000:role/task';

const made: string[] = [];
const job = (name: string) => ({
  start: async (_args: Json, key: string) => {
    made.push(name);
    return { jobId: key, output: {} };
  },
  settled: async () => ({ output: name }),
  stop: async () => undefined,
});
const integrations: Integrations = {
  [INVOKE]: { call: async () => made.push('invoke') },
  [BUILD]: job('build'),
  [RUN_TASK]: job('task'),
};

/** Everything that a state machine may do, but for what `without` takes from it. */
function guarded(without: string[]): Integrations {
  const granted = ['lambda:InvokeFunction', 'codebuild:StartBuild', 'ecs:RunTask', 'iam:PassRole'];
  const Action = granted.filter((action) => !without.includes(action));
  const policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } };
  const role = { name: 'machine-role', policies: { all: policy } };
  const { authorize } = createAuthorizer({
    functions: {},
    stateMachines: Object.fromEntries(names.map((name) => [name, role])),
  });
  return guardIntegrations(integrations, authorize, {
    secretArn: () => undefined,
    partitionKey: () => undefined,
    taskDefinition: () => ({ arn: `arn:aws:ecs:${US}:task-definition/tests:1`, taskRoleArn: ROLE }),
  });
}
const names = Array.from({ length: 20 }, (_, index) => `machine-${index}`);

async function runWithout(without: string[], resource: string, args: JsonObject) {
  made.length = 0;
  const bench = await startBench(undefined, guarded(without));
  try {
    const definition = machine('Call', { Call: { Type: 'Task', Resource: resource, Arguments: args, End: true } });
    return await outcome(bench, await begin(bench, definition));
  } finally {
    await bench.close();
  }
}

const CALLS: [resource: string, args: JsonObject, action: string, error: string, cause: RegExp][] = [
  [
    INVOKE,
    { FunctionName: 'x' },
    'lambda:InvokeFunction',
    'Lambda.AWSLambdaException',
    /function:x because no identity/,
  ],
  [BUILD, { ProjectName: 'b' }, 'codebuild:StartBuild', 'CodeBuild.AWSCodeBuildException', /project\/b because/],
  [
    RUN_TASK,
    { Cluster: 'web', TaskDefinition: 'tests' },
    'ecs:RunTask',
    'ECS.AccessDeniedException',
    /task-definition\/tests:1 because/,
  ],
  [
    RUN_TASK,
    { Cluster: 'web', TaskDefinition: 'tests' },
    'iam:PassRole',
    'ECS.AccessDeniedException',
    /role\/task because/,
  ],
];

it.each(CALLS)('%s %j is made when the role of the state machine allows it', async (resource, args) => {
  expect(await runWithout([], resource, args)).toMatchObject({ status: 'SUCCEEDED' });
  expect(made).toHaveLength(1);
});

it.each(CALLS)('%s %j is not made without %s', async (resource, args, action, error, cause) => {
  const ended = await runWithout([action], resource, args);
  expect(ended).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
  expect(ended.cause).toMatch(
    /^User: arn:aws:sts::000000000000:assumed-role\/machine-role\/machine-\d+ is not authorized/,
  );
  expect(made).toEqual([]);
});

it('what is done as another role needs both: to be let in there, and what that role may do', async () => {
  const there = 'arn:aws:iam::111111111111:role/team/there';
  const role = (Action: string) => ({
    name: 'r',
    policies: { p: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } } },
  });
  const facts = { secretArn: () => undefined, partitionKey: () => undefined, taskDefinition: () => undefined };
  const runAs = async (machineMay: string, roleMay: string) => {
    made.length = 0;
    const { authorize } = createAuthorizer({
      functions: {},
      stateMachines: { release: role(machineMay) },
      assumed: { there: role(roleMay) },
    });
    const task = guardIntegrations(integrations, authorize, facts)[RUN_TASK];
    if (!(task && 'start' in task)) throw new Error('It is no job.');
    await task.start({ TaskDefinition: 'tests' }, 'key', {
      executionArn: `arn:aws:states:${US}:execution:release:one`,
      credentials: { roleArn: there, externalId: 'x' },
    });
  };
  await runAs('sts:AssumeRole', 'ecs:RunTask');
  expect(made).toEqual(['task']);
  await expect(runAs('ecs:RunTask', 'ecs:RunTask')).rejects.toThrow(
    /release is not authorized to perform: sts:AssumeRole on resource: .*team\/there/,
  );
  await expect(runAs('sts:AssumeRole', 'sts:AssumeRole')).rejects.toThrow(/ecs:RunTask/);
  expect(made).toEqual([]);
});
