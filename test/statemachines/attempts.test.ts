import { readFileSync } from 'node:fs';
import * as ecs from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { ecsFleet } from '#adapters/aws/fleet.ts';
import { assumedRoles } from '#adapters/aws/roles.ts';
import { startDeployment } from '#functions/start-deployment/start-deployment.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { AwsError, jsonService } from '#local/http/json-service.ts';
import { TaskError } from '#local/stepfunctions/integration.ts';
import type { Json, JsonObject } from '#local/stepfunctions/json.ts';
import { pointSdkAt } from '#test/contracts/endpoint.ts';
import { image } from '#test/fixtures/ledger.ts';
import { TARGET } from '#test/fixtures/stage-plan.ts';
import { openBench, released } from '#test/functions/bench.ts';
import * as local from '#test/local/stepfunctions/harness.ts';
import { type Machine, statesOf } from './states.ts';

const text = readFileSync(new URL('../../statemachines/release.asl.json', import.meta.url), 'utf8');
const start = statesOf(JSON.parse(text) as Machine).find(({ name }) => name === 'Start deployment')?.state;

let endpoint: Endpoint;
let machine: local.Bench;
afterEach(async () => {
  await machine.close();
  await endpoint.close();
});

/** ECS whose UpdateService always fails. Returns how often it was asked. */
async function serveFailing(name: string, fault: 'client' | 'server'): Promise<() => number> {
  let asked = 0;
  const UpdateService = () => {
    asked += 1;
    throw new AwsError(name, 'not now', fault);
  };
  const target = 'AmazonEC2ContainerServiceV20141113';
  endpoint = await startEndpoint(0, [jsonService({ name: 'ecs', target, sdk: ecs, operations: { UpdateService } })]);
  pointSdkAt(endpoint.url);
  return () => asked;
}

/** The state that starts a deployment as it is, and a function that does so, to the end of all attempts. */
async function attempt(): Promise<local.Ended> {
  const bench = openBench();
  await released(bench, 6);
  await bench.accept(7);
  const fence = (await bench.enter(7)).answer?.fence ?? 0;
  const { deploy } = ecsFleet(assumedRoles({ name: 'test' }));
  const ports = { ...bench.ports, fleet: { ...bench.ports.fleet, deploy } };
  let last: Promise<unknown> | undefined;
  machine = await local.startBench(({ Payload }) => {
    const made = startDeployment(ports, Payload as never).catch((error: Error) => {
      throw new TaskError(error.name, error.message);
    });
    last = made.catch(() => undefined);
    return made.then((result) => ({ Payload: { ...result } }));
  });
  const Assign = { stage: { name: 'production' }, fence, image: image('7') };
  const states = {
    Begin: { Type: 'Pass', Assign, Output: { target: { ...TARGET } as JsonObject }, Next: 'Start deployment' },
    'Start deployment': start as unknown as Json,
    'Await deployment': { Type: 'Succeed' },
    'Deployment not started': { Type: 'Fail', Error: '{% $states.input.Error %}' },
  };
  const arn = await local.begin(machine, local.machine('Begin', states), { release: 'hello#7' });
  while ((await local.outcome(machine, arn)).status === 'RUNNING') {
    // Time passes between the calls only: they are made for real, and must not time out by the clock of the test.
    await last;
    await machine.sfn.idle();
    await machine.clock.advanceBy(1_000);
  }
  return local.outcome(machine, arn);
}

/** The layers multiply: the SDK tries three times, and Step Functions calls the function three times. */
it.each([
  ['fails', 'ServerException', 'server', 9],
  ['is throttled', 'ThrottlingException', 'client', 9],
  ['is refused', 'AccessDeniedException', 'client', 3],
] as const)(
  'an UpdateService that %s each time is asked for at most nine times (A03, L11)',
  async (_, name, fault, most) => {
    const asked = await serveFailing(name, fault);
    expect(await attempt()).toMatchObject({ status: 'FAILED', error: name });
    expect(asked()).toBe(most);
  },
  30_000,
);
