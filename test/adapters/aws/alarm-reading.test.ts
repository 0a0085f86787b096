import type { CompositeAlarm, LogAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { type Alarm, childrenOf, toReading } from '#adapters/aws/alarm-reading.ts';
import { readRule } from '#adapters/aws/composite-rule.ts';

describe('the rule of a composite alarm', () => {
  it.each<[string, string[], boolean]>([
    ['ALARM(a)', ['a'], true],
    [
      'ALARM("a") OR ALARM("b with (brackets), AND more") OR (ALARM(c))',
      ['a', 'b with (brackets), AND more', 'c'],
      true,
    ],
    ['ALARM("say \\"hello\\"")', ['say "hello"'], true],
    [
      'ALARM(arn:aws:cloudwatch:eu-west-1:111111111111:alarm:a) OR ALARM("arn:aws-cn:cloudwatch:x:1:alarm:b")',
      ['a', 'b'],
      true,
    ],
    ['ALARM(a) OR ALARM(a)', ['a'], true],
    ['ALARM(a) AND ALARM(b)', ['a', 'b'], false],
    ['ALARM(a) OR NOT OK(b)', ['a', 'b'], false],
    ['ALARM(a) OR INSUFFICIENT_DATA(b)', ['a', 'b'], false],
    ['AT_LEAST(2, ALARM, (a, "b", c))', ['a', 'b', 'c'], false],
    ['AT_LEAST(50%, NOT OK, (a, b))', ['a', 'b'], false],
    ['ALARM("ALARM")', ['ALARM'], true],
    ['FALSE', [], false],
  ])('%s', (rule, children, isAnyOf) => {
    expect(readRule(rule)).toEqual({ children, isAnyOf });
  });
});

const CHANGED = new Date(Date.UTC(2026, 10, 22, 12));
const metric = (AlarmName: string, more: Partial<MetricAlarm> = {}): MetricAlarm => ({
  AlarmName,
  StateValue: 'OK',
  EvaluationPeriods: 1,
  Period: 60,
  StateTransitionedTimestamp: CHANGED,
  ...more,
});
const composite = (AlarmName: string, AlarmRule: string, more: Partial<CompositeAlarm> = {}): CompositeAlarm => ({
  AlarmName,
  AlarmRule,
  StateValue: 'OK',
  ...more,
});
const read = (name: string, ...alarms: Alarm[]) => {
  const known = new Map(alarms.map((alarm) => [alarm.AlarmName, alarm]));
  const reading = toReading(name, known.get(name) as Alarm, known, []);
  if (reading.kind !== 'read') throw new Error(reading.kind);
  return reading;
};

describe('a composite alarm (B10)', () => {
  const red = metric('errors', { StateValue: 'ALARM', StateReason: '7 of 5' });

  it('that is any of its children is red when one is, although it does not say so yet', () => {
    expect(read('gate', composite('gate', 'ALARM(slow) OR ALARM(errors)'), red, metric('slow'))).toMatchObject({
      state: 'ALARM',
      reason: 'its child errors is: 7 of 5',
      changedAt: CHANGED.getTime(),
    });
    expect(read('gate', composite('gate', 'ALARM(slow) OR ALARM(errors)'), metric('slow'))).toMatchObject({
      state: 'OK',
    });
  });

  it.each([
    'ALARM(errors) AND ALARM(slow)',
    'ALARM(errors) AND NOT ALARM(maintenance)',
    'AT_LEAST(2, ALARM, (errors, slow))',
  ])('is believed where one child is not enough: %s', (rule) => {
    expect(read('gate', composite('gate', rule), red, metric('slow'))).toMatchObject({ state: 'OK' });
  });

  it('that is suppressed says its own state all the same: a suppressor keeps back actions', () => {
    const gate = composite('gate', 'ALARM(errors)', {
      StateValue: 'ALARM',
      StateReason: 'errors',
      ActionsSuppressor: 'maintenance',
      ActionsSuppressedBy: 'Alarm',
    });
    expect(read('gate', gate, red)).toMatchObject({ state: 'ALARM', reason: 'errors' });
  });

  it('is as slow as the slowest of its children and of theirs', () => {
    const slow = metric('slow', { Period: 300, EvaluationPeriods: 3 });
    const inner = composite('inner', 'ALARM(slow)');
    expect(
      read('gate', composite('gate', 'ALARM(errors) OR ALARM(inner)'), metric('errors'), inner, slow),
    ).toMatchObject({
      evaluationMs: 900_000,
    });
  });

  it('is edited with its children, or when one is gone, and not by their states', () => {
    const gate = composite('gate', 'ALARM(errors) OR ALARM(slow)');
    const configuration = (...children: Alarm[]) => read('gate', gate, ...children).configuration;
    const agreed = configuration(metric('errors'), metric('slow'));
    expect(configuration(red, metric('slow'))).toBe(agreed);
    expect(configuration(metric('errors'), metric('slow', { Threshold: 500 }))).not.toBe(agreed);
    expect(configuration(metric('errors'))).not.toBe(agreed);
  });

  it('that names itself in a circle is read all the same', () => {
    expect(read('a', composite('a', 'ALARM(b)'), composite('b', 'ALARM(a)')).evaluationMs).toBe(60_000);
    expect(childrenOf(composite('a', 'ALARM(b)'))).toEqual(['b']);
  });
});

describe('a log alarm', () => {
  const log = (ScheduleExpression: string): LogAlarm => ({
    AlarmName: 'log',
    StateValue: 'OK',
    QueryResultsToEvaluate: 3,
    ScheduledQueryConfiguration: {
      QueryString: 'fields @message',
      ScheduledQueryRoleARN: 'arn',
      AggregationExpression: 'count(*)',
      ScheduleConfiguration: { ScheduleExpression, StartTimeOffset: 300 },
    },
  });
  it.each([
    ['rate(5 minutes)', 15 * 60_000],
    ['rate(1 minute)', 3 * 60_000],
    ['rate(1 hour)', 3 * 3_600_000],
  ])('that looks at %s three times is judged after all of them', (schedule, evaluationMs) => {
    expect(read('log', log(schedule)).evaluationMs).toBe(evaluationMs);
  });
});
