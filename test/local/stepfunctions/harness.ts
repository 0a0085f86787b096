import * as sfn from '@aws-sdk/client-sfn';
import type { ServiceEvent } from '#local/eventbridge/aws-event.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import type { Integrations } from '#local/stepfunctions/integration.ts';
import { TaskError } from '#local/stepfunctions/integration.ts';
import type { Json, JsonObject } from '#local/stepfunctions/json.ts';
import { createStepFunctions, type StepFunctions } from '#local/stepfunctions/step-functions.ts';
import { type ManualClock, manualClock } from '#local/time/manual-clock.ts';

export const START = Date.UTC(2026, 0, 1);
export const ROLE = 'arn:aws:iam::000000000000:role/machine';
export const INVOKE = 'arn:aws:states:::lambda:invoke';
export const CALLBACK = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

/** A task as a test writes it: gets the Arguments, gives the result or throws. */
export type Handler = (args: JsonObject, call: { signal: AbortSignal }) => Json | Promise<Json>;

export interface Bench {
  sfn: StepFunctions;
  client: sfn.SFNClient;
  clock: ManualClock;
  events: ServiceEvent[];
  /** Arguments of every call, in order. */
  calls: JsonObject[];
  close(): Promise<void>;
}

/** Step Functions in memory behind a real endpoint, with one handler for `lambda:invoke` in both forms. */
export async function startBench(handler: Handler = (args) => args, more: Integrations = {}): Promise<Bench> {
  const clock = manualClock(START);
  const events: ServiceEvent[] = [];
  const calls: JsonObject[] = [];
  const integration = {
    async call(args: Json, call: { signal: AbortSignal }) {
      calls.push(args as JsonObject);
      return handler(args as JsonObject, call);
    },
  };
  let serial = 0;
  const service = createStepFunctions({
    dir: ':memory:',
    clock,
    emit: (event) => void events.push(event),
    integrations: { [INVOKE]: integration, [CALLBACK]: integration, ...more },
    ids() {
      serial += 1;
      return `id-${serial}`;
    },
  });
  const endpoint: Endpoint = await startEndpoint(0, [service.service]);
  service.start();
  const client = clientOf(endpoint.url);
  const close = async () => {
    client.destroy();
    await endpoint.close();
    await service.close();
  };
  return { sfn: service, client, clock, events, calls, close };
}

export const clientOf = (endpoint: string): sfn.SFNClient =>
  new sfn.SFNClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 's' },
    maxAttempts: 1,
  });

export const machine = (startAt: string, states: JsonObject, more: JsonObject = {}): JsonObject => ({
  QueryLanguage: 'JSONata',
  StartAt: startAt,
  States: states,
  ...more,
});

let machines = 0;

/** Creates the machine and starts an execution of it. */
export async function begin(bench: Bench, definition: JsonObject, input: Json = {}): Promise<string> {
  machines += 1;
  const { stateMachineArn } = await bench.client.send(
    new sfn.CreateStateMachineCommand({
      name: `machine-${machines}`,
      definition: JSON.stringify(definition),
      roleArn: ROLE,
    }),
  );
  const { executionArn } = await bench.client.send(
    new sfn.StartExecutionCommand({ stateMachineArn, name: 'run', input: JSON.stringify(input) }),
  );
  await bench.sfn.idle();
  return String(executionArn);
}

export interface Ended {
  status: string | undefined;
  output: Json | undefined;
  error: string | undefined;
  cause: string | undefined;
}

export async function outcome(bench: Bench, executionArn: string): Promise<Ended> {
  const found = await bench.client.send(new sfn.DescribeExecutionCommand({ executionArn }));
  const output = found.output === undefined ? undefined : JSON.parse(found.output);
  return { status: found.status, output, error: found.error, cause: found.cause };
}

/** Runs a machine as far as it goes without time or answers. */
export async function run(bench: Bench, definition: JsonObject, input: Json = {}): Promise<Ended> {
  return outcome(bench, await begin(bench, definition, input));
}

export async function historyOf(bench: Bench, executionArn: string): Promise<sfn.HistoryEvent[]> {
  const { events = [] } = await bench.client.send(
    new sfn.GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
  );
  return events;
}

/** `id<previous Type` per event: short enough to compare whole histories. */
export const shape = (events: sfn.HistoryEvent[]): string[] =>
  events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);

export const fail = (name: string, cause?: string): never => {
  throw new TaskError(name, cause);
};

export const forever = (): Promise<Json> => new Promise(() => undefined);
