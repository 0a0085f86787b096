import { readFileSync } from 'node:fs';
import { GetExecutionHistoryCommand, type HistoryEvent, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import type { Plan } from '#core/plan/plan.ts';
import { joinReasons } from '#core/words/join-reasons.ts';
import type { Json, JsonObject } from '#local/stepfunctions/json.ts';
import * as local from '#test/local/stepfunctions/harness.ts';
import { DEFINITION } from '#test/simulation/aws/orchestrator.ts';
import { deepestPlan, longestNames, widestPlan } from './largest-plan.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: input or output of a state, and one Assign. */
const MOST_BYTES = 262_144;
const LARGEST_DEFINITION = 1_048_576;
const MOST_EVENTS = 25_000;
/** What a function's account, region and name add where the definition has a name: an ARN with a version is at most so long. */
const LONGEST_ARN = 170;

let bench: local.Bench;

/** The longest sentence that a function gives to the machine. */
const SENTENCE = joinReasons(Array.from({ length: 50 }, (_, i) => `${i} ${'long '.repeat(100)}`));

/** The functions as they answer when they say as much as they ever do. */
function answers(plan: Plan, lastIsUnhealthy: boolean) {
  const waits: Record<string, (payload: JsonObject) => Json> = {
    'enter-stage': () => ({ status: 'entered', fence: 1, evaluationMs: 60_000 }),
    'await-deployment': () => ({ status: 'settled', reason: SENTENCE }),
    'await-bake': ({ stage }) =>
      lastIsUnhealthy && (stage as { last?: boolean }).last
        ? { status: 'unhealthy', reason: SENTENCE }
        : { status: 'healthy', reason: SENTENCE },
  };
  const tasks: Record<string, () => Json> = {
    'prepare-release': () => ({ proceed: true, plan: plan as unknown as Json }),
    'record-artifact': () => ({ image: `i@sha256:${'0'.repeat(64)}`, digest: `sha256:${'0'.repeat(64)}` }),
    'prepare-migration': () => ({ taskDefinition: 'm:1' }),
    'start-rollback': () => ({ result: 'under way', reason: SENTENCE }),
    'leave-after-rollback': () => ({ error: 'RolledBack', reason: SENTENCE }),
    'finish-release': () =>
      lastIsUnhealthy ? { succeeded: false, error: 'RolledBack', reason: SENTENCE } : { succeeded: true },
  };
  return async ({ FunctionName, Payload }: JsonObject): Promise<Json> => {
    const [name, payload] = [String(FunctionName), Payload as JsonObject];
    const wait = waits[name];
    if (!wait) return { Payload: tasks[name]?.() ?? {}, StatusCode: 200, SdkHttpMetadata: { HttpHeaders: METADATA } };
    const taskToken = String(payload['token']);
    const output = JSON.stringify(wait(payload));
    await bench.client.send(new SendTaskSuccessCommand({ taskToken, output }));
    return {};
  };
}

/** About what Step Functions adds of Lambda's answer to a result. */
const METADATA = { 'X-Amzn-Trace-Id': 'x'.repeat(200), 'x-amzn-RequestId': 'x'.repeat(36), filler: 'x'.repeat(800) };

const finished = { call: async () => ({ Build: { Id: 'p:1', Logs: { DeepLink: 'https://logs' } } }) };

async function drive(plan: Plan, lastIsUnhealthy: boolean) {
  bench = await local.startBench(answers(plan, lastIsUnhealthy), {
    'arn:aws:states:::codebuild:startBuild.sync': finished,
    'arn:aws:states:::ecs:runTask.sync': finished,
  });
  const arn = await local.begin(bench, JSON.parse(DEFINITION), { release: plan.release });
  await bench.sfn.idle();
  return { ended: await local.outcome(bench, arn), history: await wholeHistory(arn) };
}

async function wholeHistory(executionArn: string): Promise<HistoryEvent[]> {
  const found: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await bench.client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, ...(nextToken ? { nextToken } : {}) }),
    );
    found.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return found;
}

/** The largest text of a history, and where it stands: inputs, outputs, parameters, and what one state assigns together. */
function largestIn(history: HistoryEvent[]): { bytes: number; where: string } {
  const sizes = history.flatMap((event) =>
    Object.entries(event).flatMap(([kind, details]) => {
      if (typeof details !== 'object' || details === null) return [];
      const { input = '', output = '', parameters = '', assignedVariables = {}, name = '' } = details as Details;
      const assigned = Object.values(assignedVariables).join('');
      return [input, output, parameters, assigned].map((text) => ({
        bytes: Buffer.byteLength(text),
        where: `${kind} ${name}`,
      }));
    }),
  );
  return sizes.reduce((one, other) => (other.bytes > one.bytes ? other : one), { bytes: 0, where: '' });
}

interface Details {
  input?: string;
  output?: string;
  parameters?: string;
  assignedVariables?: Record<string, string>;
  name?: string;
}

const plans = [
  ['20 stages of 20 targets', widestPlan],
  ['targets with the longest names', longestNames],
  ['one stage with everything', deepestPlan],
] as const;

describe('the largest configuration that is accepted', { timeout: 60_000 }, () => {
  afterEach(() => bench.close());

  it.each(
    plans.flatMap(([what, make]) => [
      { what, way: 'to the end', make, isUnhealthy: false },
      { what, way: 'and back out of the last stage', make, isUnhealthy: true },
    ]),
  )('travels through the machine, $what, $way (S21, F07)', async ({ make, isUnhealthy }) => {
    const plan = make();
    const { ended, history } = await drive(plan, isUnhealthy);
    expect(ended).toMatchObject(isUnhealthy ? { status: 'FAILED', error: 'RolledBack' } : { status: 'SUCCEEDED' });
    const { bytes, where } = largestIn(history);
    // Otherwise what is largest was not looked at.
    expect(bytes, where).toBeGreaterThan(JSON.stringify(plan).length);
    expect(bytes, where).toBeLessThan(MOST_BYTES);
    expect(history.length).toBeLessThan(MOST_EVENTS);
  });
});

it('has a definition that is far from the limit of its own', () => {
  const definition = readFileSync(new URL('../../statemachines/release.asl.json', import.meta.url), 'utf8');
  const functions = definition.match(/\$\{/g)?.length ?? 0;
  expect(Buffer.byteLength(definition) + functions * LONGEST_ARN).toBeLessThan(LARGEST_DEFINITION / 2);
});
