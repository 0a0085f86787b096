import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as eb from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServiceEvent } from '#local/eventbridge/aws-event.ts';
import { createEventBridge, type EventBridgeOptions } from '#local/eventbridge/create-event-bridge.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { createDeadLetters } from '#local/sqs/create-dead-letters.ts';
import { manualClock } from '#local/time/manual-clock.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:resume-waits';
const OTHER = 'arn:aws:lambda:us-east-1:000000000000:function:notify';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:dead';

const alarm: ServiceEvent = {
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  resources: ['arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors'],
  detail: { alarmName: 'errors', state: { value: 'ALARM' } },
  time: NOON - 5,
};

interface Invocation {
  arn: string;
  event: unknown;
  id: string;
  at: number;
}

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(over: Partial<EventBridgeOptions> = {}, clock = manualClock(NOON)) {
  const invocations: Invocation[] = [];
  const failing = new Map<string, Error>();
  const deadLetters = createDeadLetters({ dir: ':memory:' });
  const bridge = createEventBridge({
    dir: ':memory:',
    clock,
    deadLetter: deadLetters.send,
    invokeAsync(arn, event, id) {
      invocations.push({ arn, event, id, at: clock.now() - NOON });
      const error = failing.get(arn);
      if (error) throw error;
    },
    ...over,
  });
  const endpoint = await startEndpoint(0, [bridge.service]);
  const client = new eb.EventBridgeClient({
    endpoint: endpoint.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 's' },
    maxAttempts: 1,
  });
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    bridge.close();
    client.destroy();
    await endpoint.close();
  };
  closers.push(close);
  const putRule = async (target: Partial<eb.Target> = {}, rule: Partial<eb.PutRuleRequest> = {}) => {
    const Name = rule.Name ?? 'alarms';
    await client.send(new eb.PutRuleCommand({ Name, EventPattern: '{"source": ["aws.cloudwatch"]}', ...rule }));
    await client.send(new eb.PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'one', Arn: FUNCTION, ...target }] }));
  };
  return { ...bridge, clock, invocations, failing, deadLetters, client, putRule, close };
}

const temporaryDir = () => {
  const dir = mkdtempSync(join(tmpdir(), 'eventbridge-'));
  closers.push(() => rmSync(dir, { recursive: true }));
  return dir;
};

describe('an event of a service', () => {
  it('reaches the targets of each rule it fits, with what the bus adds', async () => {
    const { putRule, start, emit, clock, invocations } = await open();
    await putRule();
    await putRule({ Arn: OTHER }, { Name: 'other', EventPattern: '{"detail": {"state": {"value": ["ALARM"]}}}' });
    await putRule({ Arn: OTHER }, { Name: 'quiet', EventPattern: '{"detail": {"state": {"value": ["OK"]}}}' });
    await putRule({ Arn: OTHER }, { Name: 'off', State: 'DISABLED' });
    start();
    emit(alarm);
    await clock.advanceBy(0);
    expect(invocations.map(({ arn }) => arn)).toEqual([FUNCTION, OTHER]);
    expect(invocations[0]?.event).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '000000000000',
      time: '2026-11-22T11:59:59Z',
      region: 'us-east-1',
      resources: alarm.resources,
      detail: alarm.detail,
    });
    await clock.advanceBy(86_400_000);
    expect(invocations).toHaveLength(2);
  });

  it('is kept while nothing is started, over a restart too, and delivered once then', async () => {
    const dir = temporaryDir();
    const first = await open({ dir });
    await first.putRule();
    first.emit(alarm);
    await first.clock.advanceBy(60_000);
    expect(first.invocations).toEqual([]);
    await first.close();
    const second = await open({ dir }, first.clock);
    second.start();
    await second.clock.advanceBy(0);
    expect(second.invocations).toMatchObject([{ arn: FUNCTION, event: { detail: alarm.detail } }]);
    await second.close();
    const third = await open({ dir }, first.clock);
    third.start();
    await third.clock.advanceBy(0);
    expect(third.invocations).toEqual([]);
  });

  it('keeps its id over a crash after the handing over, so that the function can tell the repetition', async () => {
    const dir = temporaryDir();
    const first = await open({ dir });
    await first.putRule();
    first.failing.set(FUNCTION, new Error('killed just after'));
    first.start();
    first.emit(alarm);
    await first.clock.advanceBy(0);
    await first.close();
    const second = await open({ dir }, first.clock);
    second.start();
    await second.clock.advanceBy(1000);
    expect(second.invocations.map(({ id }) => id)).toEqual(first.invocations.map(({ id }) => id));
  });
});

describe('a failing target', () => {
  it('is tried again after 1, 2, 4 seconds and holds up no other', async () => {
    const { putRule, start, emit, clock, invocations, failing } = await open();
    await putRule();
    await putRule({ Arn: OTHER }, { Name: 'other' });
    failing.set(FUNCTION, new Error('busy'));
    start();
    emit(alarm);
    await clock.advanceBy(6999);
    expect(invocations.filter(({ arn }) => arn === FUNCTION).map(({ at }) => at)).toEqual([0, 1000, 3000]);
    expect(invocations.filter(({ arn }) => arn === OTHER).map(({ at }) => at)).toEqual([0]);
    failing.clear();
    await clock.advanceBy(60_000);
    expect(invocations.filter(({ arn }) => arn === FUNCTION).map(({ at }) => at)).toEqual([0, 1000, 3000, 7000]);
  });

  it('gets no more retries than its policy allows; then the event lies in its dead-letter queue', async () => {
    const { putRule, start, emit, clock, invocations, failing, deadLetters } = await open();
    await putRule({ RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: QUEUE } });
    failing.set(FUNCTION, new Error('busy'));
    start();
    emit(alarm);
    await clock.advanceBy(86_400_000);
    expect(invocations).toHaveLength(3);
    const [message, ...more] = deadLetters.list('dead');
    expect(more).toEqual([]);
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ detail: alarm.detail });
    expect(message?.attributes).toEqual({
      RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/alarms',
      TARGET_ARN: FUNCTION,
      ERROR_CODE: 'ERROR_FROM_TARGET',
      ERROR_MESSAGE: 'busy',
      RETRY_ATTEMPTS: '2',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
  });

  it('is tried a last time when the event reaches its maximum age', async () => {
    const { putRule, start, emit, clock, invocations, failing, deadLetters } = await open();
    await putRule({ RetryPolicy: { MaximumEventAgeInSeconds: 60 }, DeadLetterConfig: { Arn: QUEUE } });
    failing.set(FUNCTION, new Error('busy'));
    start();
    emit(alarm);
    await clock.advanceBy(86_400_000);
    expect(invocations.at(-1)?.at).toBe(60_000);
    expect(deadLetters.list(QUEUE)[0]?.attributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
    });
  });

  it('that does not exist is not tried again', async () => {
    const { putRule, start, emit, clock, invocations, failing, deadLetters } = await open();
    await putRule({ DeadLetterConfig: { Arn: QUEUE } });
    failing.set(FUNCTION, Object.assign(new Error('gone'), { name: 'ResourceNotFoundException' }));
    start();
    emit(alarm);
    await clock.advanceBy(86_400_000);
    expect(invocations).toHaveLength(1);
    expect(deadLetters.list(QUEUE)[0]?.attributes).toMatchObject({ ERROR_CODE: 'NO_RESOURCE' });
  });

  it('loses no event while the dead-letter queue itself fails', async () => {
    const kept: string[] = [];
    let broken = true;
    const { putRule, start, emit, clock, failing } = await open({
      deadLetter(_queue, { id }) {
        if (broken) throw new Error('disk full');
        kept.push(id);
      },
    });
    await putRule({ RetryPolicy: { MaximumRetryAttempts: 0 }, DeadLetterConfig: { Arn: QUEUE } });
    failing.set(FUNCTION, new Error('busy'));
    start();
    emit(alarm);
    await clock.advanceBy(1000);
    broken = false;
    await clock.advanceBy(60_000);
    expect(kept).toHaveLength(1);
  });
});

describe('what a target receives', () => {
  it.each<[Partial<eb.Target>, unknown]>([
    [{ Input: '{"fixed": [1]}' }, { fixed: [1] }],
    [{ InputPath: '$.detail.state' }, { value: 'ALARM' }],
    [
      {
        InputTransformer: {
          InputPathsMap: {
            name: '$.detail.alarmName',
            first: '$.resources[0]',
            state: '$.detail.state',
            gone: '$.detail.gone',
          },
          InputTemplate:
            '{"text": "<name> is \\"<gone>\\" red", "first": <first>, "state": <state>, "gone": <gone>, "rule": "<aws.events.rule-name>"}',
        },
      },
      { text: 'errors is "" red', first: alarm.resources[0], state: { value: 'ALARM' }, gone: null, rule: 'alarms' },
    ],
    [
      { InputTransformer: { InputPathsMap: { name: '$.detail.alarmName' }, InputTemplate: '"Alarm <name>"' } },
      'Alarm errors',
    ],
  ])('%j', async (target, expected) => {
    const { putRule, start, emit, clock, invocations } = await open();
    await putRule(target);
    start();
    emit(alarm);
    await clock.advanceBy(0);
    expect(invocations[0]?.event).toEqual(expected);
  });

  it('that turns out not to be JSON goes to the dead-letter queue and does not hold up other targets', async () => {
    const { putRule, start, emit, clock, invocations, deadLetters } = await open();
    const InputTransformer = { InputPathsMap: { key: '$.detail.state' }, InputTemplate: '{<key>: 1}' };
    await putRule({ InputTransformer, DeadLetterConfig: { Arn: QUEUE } });
    await putRule({ Arn: OTHER }, { Name: 'other' });
    start();
    emit(alarm);
    await clock.advanceBy(0);
    expect(invocations.map(({ arn }) => arn)).toEqual([OTHER]);
    expect(deadLetters.list(QUEUE)[0]?.attributes).toMatchObject({ ERROR_CODE: 'INVALID_JSON' });
  });
});

describe('a scheduled rule', () => {
  it('fires at its times, and no more once it is disabled', async () => {
    const { putRule, start, client, clock, invocations } = await open();
    await putRule({}, { EventPattern: undefined, ScheduleExpression: 'rate(5 minutes)' });
    start();
    await clock.advanceBy(11 * 60_000);
    expect(invocations.map(({ at }) => at)).toEqual([300_000, 600_000]);
    expect(invocations[0]?.event).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      time: '2026-11-22T12:05:00Z',
      resources: ['arn:aws:events:us-east-1:000000000000:rule/alarms'],
      detail: {},
    });
    await client.send(new eb.DisableRuleCommand({ Name: 'alarms' }));
    await clock.advanceBy(60 * 60_000);
    expect(invocations).toHaveLength(2);
  });

  it('fires once for all it missed while nothing ran', async () => {
    const dir = temporaryDir();
    const first = await open({ dir });
    await first.putRule({}, { EventPattern: undefined, ScheduleExpression: 'cron(0/5 * * * ? *)' });
    await first.close();
    const clock = manualClock(NOON + 62 * 60_000);
    const second = await open({ dir }, clock);
    second.start();
    await clock.advanceBy(4 * 60_000);
    expect(second.invocations.map(({ at }) => at / 60_000)).toEqual([62, 65]);
  });
});

describe('PutEvents', () => {
  const entry = { Source: 'shop', DetailType: 'order', Detail: '{"total": 3}' };

  it('accepts the good entries and answers the bad ones in place', async () => {
    const { client, putRule, start, clock, invocations } = await open();
    await putRule({}, { EventPattern: '{"source": [{"exists": true}]}' });
    start();
    const { FailedEntryCount, Entries } = await client.send(
      new eb.PutEventsCommand({
        Entries: [
          { ...entry, Source: 'aws.ecs' },
          { ...entry, Resources: ['r'], Time: new Date(0) },
          { ...entry, Detail: '[1]' },
          { Source: 'shop', Detail: '{}' },
          { ...entry, EventBusName: 'mine' },
          { ...entry, EventBusName: 'default' },
        ],
      }),
    );
    expect(FailedEntryCount).toBe(4);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'NotAuthorizedForSource',
      undefined,
      'MalformedDetail',
      'InvalidArgument',
      'InvalidArgument',
      undefined,
    ]);
    await clock.advanceBy(0);
    expect(invocations.map(({ event }) => event)).toMatchObject([
      {
        id: Entries?.[1]?.EventId,
        source: 'shop',
        resources: ['r'],
        time: '1970-01-01T00:00:00Z',
        detail: { total: 3 },
      },
      { id: Entries?.[5]?.EventId, time: '2026-11-22T12:00:00Z' },
    ]);
  });

  it('refuses more than ten entries', async () => {
    const { client } = await open();
    const call = client.send(new eb.PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry) }));
    await expect(call).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('rules and targets', () => {
  it('are described and listed as they were put', async () => {
    const { client, putRule } = await open();
    await putRule({ RetryPolicy: { MaximumRetryAttempts: 3 } }, { Description: 'watch' });
    expect(await client.send(new eb.DescribeRuleCommand({ Name: 'alarms' }))).toMatchObject({
      Arn: 'arn:aws:events:us-east-1:000000000000:rule/alarms',
      EventPattern: '{"source": ["aws.cloudwatch"]}',
      Description: 'watch',
      State: 'ENABLED',
      EventBusName: 'default',
    });
    const { Targets } = await client.send(new eb.ListTargetsByRuleCommand({ Rule: 'alarms' }));
    expect(Targets).toEqual([{ Id: 'one', Arn: FUNCTION, RetryPolicy: { MaximumRetryAttempts: 3 } }]);
    await putRule({}, { Name: 'beta' });
    const first = await client.send(new eb.ListRulesCommand({ Limit: 1 }));
    const second = await client.send(new eb.ListRulesCommand({ Limit: 1, NextToken: first.NextToken }));
    expect([first, second].map(({ Rules }) => Rules?.[0]?.Name)).toEqual(['alarms', 'beta']);
    expect(second.NextToken).toBeUndefined();
  });

  it('go only in order: a rule with targets cannot be deleted', async () => {
    const { client, putRule } = await open();
    await putRule();
    await expect(client.send(new eb.DeleteRuleCommand({ Name: 'alarms' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await client.send(new eb.RemoveTargetsCommand({ Rule: 'alarms', Ids: ['one', 'gone'] }));
    await client.send(new eb.DeleteRuleCommand({ Name: 'alarms' }));
    await expect(client.send(new eb.DescribeRuleCommand({ Name: 'alarms' }))).rejects.toBeInstanceOf(
      eb.ResourceNotFoundException,
    );
    await client.send(new eb.DeleteRuleCommand({ Name: 'alarms' }));
  });

  it('a sixth target is refused', async () => {
    const { client, putRule } = await open();
    await putRule();
    const Targets = ['2', '3', '4', '5', '6'].map((Id) => ({ Id, Arn: FUNCTION }));
    await expect(client.send(new eb.PutTargetsCommand({ Rule: 'alarms', Targets }))).rejects.toBeInstanceOf(
      eb.LimitExceededException,
    );
    await client.send(new eb.PutTargetsCommand({ Rule: 'alarms', Targets: Targets.slice(0, 4) }));
  });

  it.each<[Partial<eb.Target>, string]>([
    [{ Arn: QUEUE }, 'Lambda'],
    [{ RoleArn: 'arn:aws:iam::000000000000:role/x' }, 'RoleArn'],
    [{ Input: 'no json' }, 'JSON'],
    [{ Input: '1', InputPath: '$' }, 'Only one of'],
    [{ InputPath: '$..*' }, 'InputPath'],
    [{ InputTransformer: { InputTemplate: '{"a": <a>}' } }, '<a>'],
    [{ RetryPolicy: { MaximumRetryAttempts: 186 } }, 'MaximumRetryAttempts'],
    [{ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }, 'MaximumEventAgeInSeconds'],
    [{ DeadLetterConfig: { Arn: FUNCTION } }, 'DeadLetterConfig'],
  ])('a target with %j is refused', async (target, words) => {
    const { putRule } = await open();
    await expect(putRule(target)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(words),
    });
  });

  it.each<[Partial<eb.PutRuleRequest>, string]>([
    [{ EventPattern: '{"source": "aws.ecs"}' }, 'InvalidEventPatternException'],
    [{ EventPattern: undefined }, 'ValidationException'],
    [{ ScheduleExpression: 'rate(1 minutes)' }, 'ValidationException'],
    [{ EventBusName: 'mine' }, 'ResourceNotFoundException'],
    [{ RoleArn: 'arn:aws:iam::000000000000:role/x' }, 'ValidationException'],
    [{ Name: 'with space' }, 'ValidationException'],
  ])('a rule with %j is refused with %s', async (rule, name) => {
    const { putRule } = await open();
    await expect(putRule({}, rule)).rejects.toMatchObject({ name });
  });
});

it('TestEventPattern tells whether an event fits', async () => {
  const { client } = await open();
  const event = {
    id: '1',
    account: '2',
    source: 'x',
    time: 't',
    region: 'r',
    resources: [],
    'detail-type': 'd',
    detail: { a: 1 },
  };
  const test = (EventPattern: string, Event: object) =>
    client.send(new eb.TestEventPatternCommand({ EventPattern, Event: JSON.stringify(Event) }));
  expect((await test('{"detail": {"a": [1]}}', event)).Result).toBe(true);
  expect((await test('{"detail": {"a": [2]}}', event)).Result).toBe(false);
  await expect(test('{"a": 1}', event)).rejects.toBeInstanceOf(eb.InvalidEventPatternException);
  await expect(test('{"source": ["x"]}', { source: 'x' })).rejects.toMatchObject({ name: 'ValidationException' });
});
