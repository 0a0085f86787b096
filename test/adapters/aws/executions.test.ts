import { CreateStateMachineCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
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
  let executions: ReturnType<typeof stepFunctionsExecutions>;
  beforeAll(async () => {
    endpoint = await startEndpoint(0, [steps.service]);
    steps.start();
    pointSdkAt(endpoint.url);
    client = new SFNClient({});
    const roleArn = 'arn:aws:iam::000000000000:role/release';
    const made = await client.send(
      new CreateStateMachineCommand({ name: 'release', definition: JSON.stringify(DEFINITION), roleArn }),
    );
    executions = stepFunctionsExecutions(made.stateMachineArn ?? '');
  });
  afterAll(async () => {
    client.destroy();
    await endpoint.close();
    await steps.close();
  });

  it('knows none before it is started, one while it runs, and why it ended', async () => {
    expect(await executions.read('hello-1')).toBeUndefined();
    const executionArn = await executions.start('hello-1', { release: 'hello#1' });
    expect(await executions.start('hello-1', { release: 'hello#1' })).toBe(executionArn);
    expect(await executions.read('hello-1')).toEqual({ isAlive: true, status: 'RUNNING', cause: '' });
    await client.send(new StopExecutionCommand({ executionArn, cause: 'by hand' }));
    expect(await executions.read('hello-1')).toEqual({ isAlive: false, status: 'ABORTED', cause: 'by hand' });
  });
});
