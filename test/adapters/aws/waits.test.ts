import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { stepFunctionsTokens } from '#adapters/aws/tokens.ts';
import { createDynamoDb } from '#local/dynamodb/create-dynamodb.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import type { JsonObject } from '#local/stepfunctions/json.ts';
import { createStepFunctions } from '#local/stepfunctions/step-functions.ts';
import { systemClock } from '#local/time/clock.ts';
import { manualClock } from '#local/time/manual-clock.ts';
import { contractEndpoint, pointSdkAt, reportNotRun } from '#test/contracts/endpoint.ts';
import { describeWaitsContract, type WaitsWorld } from '#test/contracts/waits-contract.ts';
import { ledgerTable } from './ledger-table.ts';

const CALLBACK = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
const TIMEOUT_SECONDS = 60;

const DEFINITION = {
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: {
    Wait: {
      Type: 'Task',
      Resource: CALLBACK,
      Arguments: { FunctionName: 'park', Payload: { token: '{% $states.context.Task.Token %}' } },
      TimeoutSeconds: TIMEOUT_SECONDS,
      End: true,
    },
  },
};

if (contractEndpoint()) reportNotRun('waits', 'which would need a Lambda function of ours');
/** Real executions wait for real tokens; time passes only when told. */ else
  describeWaitsContract('Step Functions and DynamoDB on one machine', async (): Promise<WaitsWorld> => {
    const clock = manualClock(Date.UTC(2026, 10, 22));
    const dynamoDb = await createDynamoDb({ dir: ':memory:', clock: systemClock() });
    const issued: string[] = [];
    const park = {
      async call(args: unknown) {
        issued.push(String(((args as JsonObject)['Payload'] as JsonObject)['token']));
        return {};
      },
    };
    const steps = createStepFunctions({
      dir: ':memory:',
      clock,
      emit: () => undefined,
      integrations: { [CALLBACK]: park },
    });
    const endpoint = await startEndpoint(0, [dynamoDb.service, steps.service]);
    steps.start();
    pointSdkAt(endpoint.url);
    const client = new SFNClient({});
    const { table, remove } = await ledgerTable();
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({
        name: 'wait',
        definition: JSON.stringify(DEFINITION),
        roleArn: 'arn:aws:iam::000000000000:role/wait',
      }),
    );
    const executions = new Map<string, string | undefined>();
    return {
      table,
      tokens: stepFunctionsTokens(),
      now: clock.now,
      async issue() {
        const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
        await steps.idle();
        const token = issued.at(-1) ?? '';
        executions.set(token, executionArn);
        return token;
      },
      async timeOut() {
        await clock.advanceBy(TIMEOUT_SECONDS * 1_000 + 1);
        await steps.idle();
      },
      async answerOf(token) {
        await steps.idle();
        const { output } = await client.send(new DescribeExecutionCommand({ executionArn: executions.get(token) }));
        return output === undefined ? undefined : JSON.parse(output);
      },
      async close() {
        await remove();
        client.destroy();
        await endpoint.close();
        await steps.close();
        await dynamoDb.close();
      },
    };
  });
