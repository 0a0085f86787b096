import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  PublishStateMachineVersionCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stepFunctionsExecutions } from '#adapters/aws/executions.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { createStepFunctions } from '#local/stepfunctions/step-functions.ts';
import { manualClock } from '#local/time/manual-clock.ts';
import { pointSdkAt } from '#test/contracts/endpoint.ts';

const DEFINITION = {
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 60, End: true } },
};

describe('executions of Step Functions', () => {
  const steps = createStepFunctions({
    dir: ':memory:',
    clock: manualClock(0),
    emit: () => undefined,
    integrations: {},
  });
  let endpoint: Awaited<ReturnType<typeof startEndpoint>>;
  let client: SFNClient;
  const started: Record<string, string> = {};
  beforeAll(async () => {
    endpoint = await startEndpoint(0, [steps.service]);
    steps.start();
    pointSdkAt(endpoint.url);
    client = new SFNClient({});
    const roleArn = 'arn:aws:iam::000000000000:role/release';
    const made = await client.send(
      new CreateStateMachineCommand({ name: 'release', definition: JSON.stringify(DEFINITION), roleArn }),
    );
    const { stateMachineArn = '' } = made;
    const { stateMachineVersionArn } = await client.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
    const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
    const alias = await client.send(new CreateStateMachineAliasCommand({ name: 'live', routingConfiguration }));
    started['machine'] = stateMachineArn;
    started['version'] = stateMachineVersionArn ?? '';
    started['alias'] = alias.stateMachineAliasArn ?? '';
  });
  afterAll(async () => {
    client.destroy();
    await endpoint.close();
    await steps.close();
  });

  it.each(['machine', 'version', 'alias'])(
    'of a %s: knows none before it is started, one while it runs, and why it ended',
    async (by) => {
      const executions = stepFunctionsExecutions(started[by] ?? '');
      const name = `hello-${by}`;
      expect(await executions.read(name)).toBeUndefined();
      const executionArn = await executions.start(name, { release: 'hello#1' });
      expect(await executions.start(name, { release: 'hello#1' })).toBe(executionArn);
      expect(await executions.read(name)).toEqual({ isAlive: true, status: 'RUNNING', cause: '' });
      await client.send(new StopExecutionCommand({ executionArn, cause: 'by hand' }));
      expect(await executions.read(name)).toEqual({ isAlive: false, status: 'ABORTED', cause: 'by hand' });
      // Found again by its name, although it has ended.
      expect(await executions.start(name, { release: 'hello#1' })).toBe(executionArn);
      await expect(executions.start(name, { release: 'hello#2' })).rejects.toThrow(/another input/);
    },
  );
});
