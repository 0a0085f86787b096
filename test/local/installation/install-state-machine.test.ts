import * as sfn from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { installStateMachine, stateMachineAliasArn } from '#local/installation/install-state-machine.ts';
import { type Bench, CALLBACK, INVOKE, machine, startBench } from '#test/local/stepfunctions/harness.ts';

const unused = { call: async () => ({}) };
let bench: Bench;
beforeEach(async () => {
  bench = await startBench(undefined, {
    [INVOKE]: unused,
    [CALLBACK]: unused,
    'arn:aws:states:::codebuild:startBuild.sync': unused,
    'arn:aws:states:::ecs:runTask.sync': unused,
  });
});
afterEach(() => bench.close());

const install = () => installStateMachine({ stepFunctions: bench.client });
const versionNow = async (): Promise<string> => {
  const found = await bench.client.send(new sfn.DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
  return found.routingConfiguration?.[0]?.stateMachineVersionArn ?? '';
};

it('publishes a version when the definition has changed, not at every start, and has the alias name the newest', async () => {
  await install();
  await install();
  const first = await versionNow();
  expect(first).toMatch(/:stateMachine:bakewatch-release:1$/);
  const stateMachineArn = first.replace(/:1$/, '');
  const { definition } = await bench.client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }));
  const edited = JSON.stringify(machine('A', { A: { Type: 'Pass', End: true } }));
  await bench.client.send(new sfn.UpdateStateMachineCommand({ stateMachineArn, definition: edited }));
  await install();
  expect(await versionNow()).toBe(`${stateMachineArn}:2`);
  const now = await bench.client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }));
  expect(now.definition).toBe(definition);
});

it('goes on where an installation ended before it had published', async () => {
  await install();
  const stateMachineArn = (await versionNow()).replace(/:1$/, '');
  const { definition } = await bench.client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }));
  await bench.client.send(new sfn.UpdateStateMachineCommand({ stateMachineArn, definition }));
  await install();
  expect(await versionNow()).toBe(`${stateMachineArn}:2`);
});
