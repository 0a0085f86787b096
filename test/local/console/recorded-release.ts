import * as sfn from '@aws-sdk/client-sfn';
import { type ExecutionEvent, flattenEvent } from '#local/console/execution/execution-event.ts';
import type { MachineDefinition } from '#local/console/execution/machine-definition.ts';
import { TaskError } from '#local/stepfunctions/integration.ts';
import type { Json, JsonObject } from '#local/stepfunctions/json.ts';
import { type Bench, begin, historyOf, startBench } from '../stepfunctions/harness.ts';
import machine from './release-machine.json' with { type: 'json' };

/** What happens to the release: how far it gets before it stands still or ends. */
export type Story = 'is still deploying' | 'succeeds' | 'is rolled back' | 'fails to build' | 'bakes in staging';

const BUILD = 'arn:aws:states:::codebuild:startBuild.sync';

const stage = (name: string, last: boolean) => ({
  name,
  last,
  targets: [{ name: 'web', cluster: 'main', service: `hello-${name}`, container: 'app' }],
  looks: { first: 30, atMost: 300 },
  deployWithin: 600_000,
  rollbackWithin: 600_000,
  waitAtMost: 86_400_000,
  verify: { kind: 'http', url: 'http://127.0.0.1:8080/health', expectStatus: 200, withinSeconds: 30 },
  bake: {
    forMs: 20_000,
    atMostMs: 60_000,
    alarms: [`hello-${name}-errors`],
    where: {},
    inconclusive: 'hold',
    decideWithinMs: 86_400_000,
  },
});

export const PLAN = {
  release: 'hello#7',
  service: 'hello',
  number: 7,
  sha: 'c0ffee1'.padEnd(40, '0'),
  build: { project: 'hello-build', image: 'hello', digestVariable: 'IMAGE_DIGEST', timeoutSeconds: 600 },
  stages: [stage('staging', false), stage('production', true)],
};

type Answer = (payload: JsonObject) => Json;

const plain = (story: Story): Record<string, Answer> => ({
  PrepareRelease: () => ({ proceed: true, plan: PLAN }),
  RecordArtifact: () => ({ image: 'hello@sha256:abc', digest: 'sha256:abc' }),
  StartDeployment: () => ({ startedAt: 1 }),
  VerifyStage: () => ({ verified: true }),
  LeaveStage: () => ({ left: true }),
  StartRollback: ({ target }) => ({ target: nameOf(target), result: 'under way', reason: '' }),
  LeaveAfterRollback: () => ({
    error: 'RolledBack',
    reason: 'rolled production back to hello#6: hello-production-errors went to ALARM',
  }),
  FinishRelease: ({ failure }) =>
    failure
      ? { succeeded: false, error: story === 'is rolled back' ? 'RolledBack' : 'Failed', reason: 'it went wrong' }
      : { succeeded: true, error: '', reason: 'done' },
});

/** Answers of the functions that wait; undefined: they go on waiting. */
const waiting = (story: Story): Record<string, (payload: JsonObject) => Json | undefined> => ({
  EnterStage: () => ({ status: 'entered', fence: 3, evaluationMs: 1_000 }),
  AwaitDeployment: ({ target }) =>
    story === 'is still deploying' ? undefined : { status: 'settled', reason: `${nameOf(target)}: 2 of 2 tasks run` },
  AwaitBake: ({ stage: baking }) => {
    if (story === 'bakes in staging') return undefined;
    return story === 'is rolled back' && nameOf(baking) === 'production'
      ? { status: 'unhealthy', reason: 'hello-production-errors went to ALARM' }
      : { status: 'healthy', reason: 'alarm stayed OK' };
  },
});

const nameOf = (named: Json | undefined): string => String((named as JsonObject)['name']);

/** Step Functions with the real machine's functions answered from a script. Close it when done. */
export async function startRelease(story: Story): Promise<{ bench: Bench; executionArn: string }> {
  const answers = plain(story);
  const waits = waiting(story);
  const bench = await startBench(
    (args) => {
      const name = String(args['FunctionName']);
      const payload = (args['Payload'] ?? {}) as JsonObject;
      if (name in waits) {
        const output = waits[name]?.(payload);
        if (output !== undefined) answerLater(bench, String(payload['token']), output);
        return {};
      }
      return { Payload: answers[name]?.(payload) ?? null };
    },
    { [BUILD]: { call: async () => build(story) } },
  );
  const executionArn = await begin(bench, releaseMachine() as unknown as JsonObject, { release: 'hello#7' });
  return { bench, executionArn };
}

function build(story: Story): Json {
  if (story === 'fails to build') throw new TaskError('States.TaskFailed', '{"Build":{"BuildStatus":"FAILED"}}');
  return {
    Build: {
      Id: 'hello-build:1',
      Logs: { DeepLink: 'http://127.0.0.1/log' },
      ExportedEnvironmentVariables: [{ Name: 'IMAGE_DIGEST', Value: 'sha256:abc' }],
    },
  };
}

/** The token is only known to be open once the call that carries it has returned. */
function answerLater(bench: Bench, taskToken: string, output: Json): void {
  setImmediate(
    () => void bench.client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
  );
}

/**
 * A machine like the product's, kept as it once was: these tests are about how histories are read, not about how
 * releases are made. Functions stand in it by their names.
 */
export const releaseMachine = (): MachineDefinition => structuredClone(machine) as unknown as MachineDefinition;

/** Runs the story until it ends or stands still, and gives its history. */
export async function recordRelease(
  story: Story,
  isOver: (events: ExecutionEvent[]) => boolean,
): Promise<ExecutionEvent[]> {
  const { bench, executionArn } = await startRelease(story);
  try {
    return await waitForHistory(bench, executionArn, isOver);
  } finally {
    await bench.close();
  }
}

export async function waitForHistory(
  bench: Bench,
  executionArn: string,
  isOver: (events: ExecutionEvent[]) => boolean,
): Promise<ExecutionEvent[]> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    await bench.sfn.idle();
    const events = (await historyOf(bench, executionArn)).map(flattenEvent);
    if (isOver(events)) return events;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('The execution did not get there within 10 s.');
}

export const hasEnded = (events: ExecutionEvent[]): boolean =>
  /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(events.at(-1)?.type ?? '');

export const stands =
  (state: string) =>
  (events: ExecutionEvent[]): boolean =>
    events.some((e) => e.type === 'TaskSubmitted' && entered(events, e)?.details['name'] === state);

const entered = (events: ExecutionEvent[], event: ExecutionEvent): ExecutionEvent | undefined => {
  const before = events.find((e) => e.id === event.previous);
  return !before || before.type.endsWith('StateEntered') ? before : entered(events, before);
};
