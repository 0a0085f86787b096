import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cw from '@aws-sdk/client-cloudwatch';
import { afterEach, describe, expect, it } from 'vitest';
import { BEGIN, errorsAlarm, NOON, openCloudWatch } from './cloudwatch-fixture.ts';

let room: Awaited<ReturnType<typeof openCloudWatch>>;
const open = async (...options: Parameters<typeof openCloudWatch>) => {
  room = await openCloudWatch(...options);
  return room;
};
afterEach(() => room.close());

const describeAlarm = async () => (await room.client.send(new cw.DescribeAlarmsCommand({}))).MetricAlarms?.[0];
const history = async (input: Partial<cw.DescribeAlarmHistoryInput> = {}) =>
  (await room.client.send(new cw.DescribeAlarmHistoryCommand(input))).AlarmHistoryItems ?? [];
const stateChanges = () =>
  room.events.filter((event) => event['detail-type'] === 'CloudWatch Alarm State Change').map(({ detail }) => detail);

describe('a metric alarm', () => {
  it('begins unchecked and goes to the state of its data when its period has closed', async () => {
    const { putAlarm, errors, clock } = await open();
    await putAlarm();
    expect(await describeAlarm()).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
    });
    errors(4);
    errors(2);
    await clock.advanceTo(NOON + 60_099);
    expect(room.alarmState('errors')).toBe('INSUFFICIENT_DATA');
    await clock.advanceTo(NOON + 60_100);
    expect(await describeAlarm()).toMatchObject({
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors',
      StateValue: 'ALARM',
      StateReason:
        'Threshold Crossed: 1 out of the last 1 datapoints [6.0 (22/11/26 12:00:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
      StateTransitionedTimestamp: new Date(NOON + 60_100),
      AlarmConfigurationUpdatedTimestamp: new Date(BEGIN),
    });
  });

  it("tells EventBridge of each transition in AWS's shape, and of none when the state stays", async () => {
    const { putAlarm, errors, clock } = await open();
    await putAlarm({ AlarmDescription: 'too many errors' });
    errors(6);
    await clock.advanceTo(NOON + 5 * 60_000 + 100);
    expect(stateChanges()).toEqual([
      {
        alarmName: 'errors',
        configuration: {
          description: 'too many errors',
          metrics: [
            {
              id: expect.stringMatching(/^[0-9a-f-]{36}$/),
              metricStat: {
                metric: { namespace: 'AWS/ApplicationELB', name: 'Errors', dimensions: { LoadBalancer: 'app/web' } },
                period: 60,
                stat: 'Sum',
              },
              returnData: true,
            },
          ],
        },
        previousState: {
          value: 'INSUFFICIENT_DATA',
          reason: 'Unchecked: Initial alarm creation',
          timestamp: '2026-11-22T12:00:00.500+0000',
        },
        state: {
          value: 'ALARM',
          reason: expect.stringContaining('Threshold Crossed'),
          reasonData: expect.stringContaining('"recentDatapoints":[6]'),
          timestamp: '2026-11-22T12:01:00.100+0000',
        },
      },
      expect.objectContaining({
        state: expect.objectContaining({ value: 'OK', timestamp: '2026-11-22T12:04:00.100+0000' }),
      }),
    ]);
    expect(room.events[1]).toMatchObject({
      source: 'aws.cloudwatch',
      resources: ['arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors'],
    });
  });

  it('slides its period: five minutes are looked at anew each minute', async () => {
    const { putAlarm, errors, clock } = await open();
    await clock.advanceTo(NOON + 2 * 60_000);
    await putAlarm({ Period: 300 });
    errors(6);
    await clock.advanceTo(NOON + 3 * 60_000 + 100);
    expect(room.alarmState('errors')).toBe('ALARM');
  });

  it('of high resolution is evaluated every ten seconds', async () => {
    const { putAlarm, errors, clock } = await open();
    await putAlarm({ Period: 10 });
    errors(6);
    await clock.advanceTo(NOON + 10_100);
    expect(room.alarmState('errors')).toBe('ALARM');
  });

  it('of one second exists only where short periods are allowed, and is quick there', async () => {
    const strict = await open();
    await expect(strict.putAlarm({ Period: 1 })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Period'),
    });
    await strict.close();
    const { putAlarm, errors, clock } = await open({ shortPeriods: true });
    await putAlarm({ Period: 1 });
    errors(6);
    await clock.advanceTo(NOON + 1100);
    expect(room.alarmState('errors')).toBe('ALARM');
  });

  it('watches the ratio of two metrics', async () => {
    const { clock, record } = await open();
    const stat = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: { Metric: { Namespace: 'shop', MetricName }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    });
    const Metrics = [
      stat('bad', 'Errors'),
      stat('all', 'Requests'),
      { Id: 'rate', Expression: '100 * FILL(bad, 0) / all' },
    ];
    await room.client.send(
      new cw.PutMetricAlarmCommand({
        AlarmName: 'rate',
        Metrics,
        EvaluationPeriods: 1,
        Threshold: 10,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    const put = (metricName: string, value: number) =>
      record({ namespace: 'shop', metricName, dimensions: {}, value, time: clock.now() });
    put('Requests', 50);
    await clock.advanceTo(NOON + 60_100);
    expect(room.alarmState('rate')).toBe('OK');
    put('Requests', 50);
    put('Errors', 6);
    await clock.advanceTo(NOON + 120_100);
    expect(room.alarmState('rate')).toBe('ALARM');
  });

  it('watches a percentile', async () => {
    const { putAlarm, errors, clock } = await open();
    const { Statistic: _, ...rest } = errorsAlarm;
    await room.client.send(new cw.PutMetricAlarmCommand({ ...rest, ExtendedStatistic: 'p90' }));
    for (let index = 0; index < 19; index += 1) errors(1);
    errors(1000);
    await clock.advanceTo(NOON + 60_100);
    expect(room.alarmState('errors')).toBe('OK');
    await putAlarm({ Statistic: undefined, ExtendedStatistic: 'p99' });
    await clock.advanceTo(NOON + 120_100);
    expect(room.alarmState('errors')).toBe('ALARM');
  });

  it('snaps back at the next evaluation after its state was set by hand', async () => {
    const { putAlarm, client, clock } = await open();
    await putAlarm();
    await client.send(new cw.SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'drill' }));
    expect(await describeAlarm()).toMatchObject({ StateValue: 'ALARM', StateReason: 'drill' });
    await clock.advanceTo(NOON + 60_100);
    expect(stateChanges().map(({ state }) => (state as { value: string }).value)).toEqual(['ALARM', 'OK']);
  });

  it('keeps its state when its configuration is replaced', async () => {
    const { putAlarm, client, clock } = await open();
    await putAlarm();
    await client.send(new cw.SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'drill' }));
    await clock.advanceBy(1000);
    await putAlarm({ Threshold: 7 });
    expect(await describeAlarm()).toMatchObject({
      StateValue: 'ALARM',
      Threshold: 7,
      StateTransitionedTimestamp: new Date(BEGIN),
      AlarmConfigurationUpdatedTimestamp: new Date(BEGIN + 1000),
    });
  });

  it('whose expression cannot be computed says so and keeps its state', async () => {
    const { client, clock } = await open();
    const stat = (Id: string) => ({
      Id,
      MetricStat: { Metric: { Namespace: 'shop', MetricName: Id }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    });
    const alarm = {
      AlarmName: 'x',
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold' as const,
    };
    const Metrics = [stat('a'), { Id: 'e', Expression: 'ABS([a, a])' }];
    await client.send(new cw.PutMetricAlarmCommand({ ...alarm, Metrics }));
    await clock.advanceTo(NOON + 60_100);
    expect(await describeAlarm()).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      EvaluationState: 'EVALUATION_ERROR',
    });
  });

  it.each([
    [{ Threshold: undefined }, 'Threshold'],
    [{ DatapointsToAlarm: 2 }, 'DatapointsToAlarm'],
    [{ Period: 45 }, 'Period'],
    [{ EvaluationPeriods: 2000 }, '86400'],
    [{ TreatMissingData: 'maybe' }, 'TreatMissingData'],
    [{ ComparisonOperator: 'LessThanLowerThreshold' as const }, 'LessThanLowerThreshold'],
    [{ ExtendedStatistic: 'p99' }, 'ExtendedStatistic'],
    [{ Metrics: [{ Id: 'a', Expression: '1' }] }, 'Metrics'],
    [{ ThresholdMetricId: 'band' }, 'ThresholdMetricId'],
    [{ EvaluateLowSampleCountPercentile: 'ignore' }, 'EvaluateLowSampleCountPercentile'],
  ])('is refused with %j', async (over, named) => {
    const { putAlarm } = await open();
    await expect(putAlarm(over)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(named),
    });
    expect(await describeAlarm()).toBeUndefined();
  });
});

describe('the history of an alarm', () => {
  it('tells creation, transitions, actions and deletion, newest first', async () => {
    const { putAlarm, client, errors, clock } = await open();
    await putAlarm({ AlarmActions: ['arn:aws:sns:us-east-1:000000000000:page'] });
    errors(6);
    await clock.advanceTo(NOON + 60_100);
    await putAlarm({ Threshold: 9 });
    await client.send(new cw.DeleteAlarmsCommand({ AlarmNames: ['errors'] }));
    const items = await history({ AlarmName: 'errors' });
    expect(items.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm "errors" deleted',
      'Alarm "errors" updated',
      expect.stringContaining('Failed to execute action arn:aws:sns:us-east-1:000000000000:page'),
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "errors" created',
    ]);
    expect(JSON.parse(items[3]?.HistoryData ?? '')).toMatchObject({
      version: '1.0',
      oldState: { stateValue: 'INSUFFICIENT_DATA', stateReason: 'Unchecked: Initial alarm creation' },
      newState: { stateValue: 'ALARM', stateReasonData: { recentDatapoints: [6] } },
    });
    expect(JSON.parse(items[1]?.HistoryData ?? '')).toMatchObject({
      type: 'Update',
      originalUpdatedFields: { threshold: 5 },
      updatedAlarm: { threshold: 9 },
    });
  });

  it('shows a flap that is over: both transitions inside the dates asked for, page by page', async () => {
    const { putAlarm, errors, clock } = await open();
    await putAlarm();
    await clock.advanceTo(NOON + 60_100);
    errors(6);
    await clock.advanceTo(NOON + 600_000);
    const flap = {
      HistoryItemType: 'StateUpdate' as const,
      StartDate: new Date(NOON + 61_000),
      EndDate: new Date(NOON + 600_000),
    };
    const summaries = (await history({ ...flap, ScanBy: 'TimestampAscending' })).map(
      ({ HistorySummary }) => HistorySummary,
    );
    expect(summaries).toEqual(['Alarm updated from OK to ALARM', 'Alarm updated from ALARM to OK']);
    const pages = [];
    for await (const page of cw.paginateDescribeAlarmHistory({ client: room.client, pageSize: 1 }, flap))
      pages.push(page.AlarmHistoryItems?.length);
    expect(pages).toEqual([1, 1]);
  });

  it('leaves composite alarms out unless they are asked for', async () => {
    const { client, putAlarm } = await open();
    await putAlarm();
    await client.send(new cw.PutCompositeAlarmCommand({ AlarmName: 'all', AlarmRule: 'ALARM(errors)' }));
    expect((await history()).map(({ AlarmName }) => AlarmName)).toEqual(['errors']);
    expect((await history({ AlarmTypes: ['CompositeAlarm'] })).map(({ AlarmName }) => AlarmName)).toEqual([
      'all',
      'all',
    ]);
  });
});

describe('a composite alarm', () => {
  const putComposite = (AlarmName: string, AlarmRule: string) =>
    room.client.send(new cw.PutCompositeAlarmCommand({ AlarmName, AlarmRule }));

  it('follows its children, through other composites too, and names the child that turned it', async () => {
    const { client, putAlarm, errors, clock } = await open();
    await putAlarm();
    await putComposite('inner', 'ALARM(errors)');
    await putComposite('above', 'ALARM("inner") OR FALSE');
    errors(6);
    await clock.advanceTo(NOON + 60_100);
    const { CompositeAlarms } = await client.send(new cw.DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'] }));
    expect(CompositeAlarms).toMatchObject([
      { AlarmName: 'above', StateValue: 'ALARM' },
      {
        AlarmName: 'inner',
        StateValue: 'ALARM',
        StateReason:
          'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors transitioned to ALARM at Sunday 22 November, 2026 12:01:00 UTC',
      },
    ]);
    expect(stateChanges().map(({ alarmName }) => alarmName)).toEqual(['inner', 'above', 'errors', 'inner', 'above']);
    expect(stateChanges()[3]).toMatchObject({
      configuration: { alarmRule: 'ALARM(errors)' },
      previousState: { value: 'OK' },
      state: {
        reasonData:
          '{"triggeringAlarms":[{"arn":"arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors","state":{"value":"ALARM","timestamp":"2026-11-22T12:01:00.100+0000"}}]}',
      },
    });
  });

  it('is refused when it names an alarm that does not exist, or reads as nothing', async () => {
    await open();
    await expect(putComposite('all', 'ALARM(gone)')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('gone'),
    });
    await expect(putComposite('all', 'ALARM(')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('keeps its children from being deleted', async () => {
    const { client, putAlarm } = await open();
    await putAlarm();
    await putComposite('all', 'ALARM(errors)');
    await expect(client.send(new cw.DeleteAlarmsCommand({ AlarmNames: ['errors'] }))).rejects.toThrow(
      'depending on it',
    );
    await client.send(new cw.DeleteAlarmsCommand({ AlarmNames: ['all'] }));
    await client.send(new cw.DeleteAlarmsCommand({ AlarmNames: ['errors'] }));
    expect(await describeAlarm()).toBeUndefined();
  });
});

describe('DescribeAlarms', () => {
  it('returns metric alarms only, unless other types are asked for', async () => {
    const { client, putAlarm } = await open();
    await putAlarm();
    await client.send(new cw.PutCompositeAlarmCommand({ AlarmName: 'all', AlarmRule: 'TRUE' }));
    const names = async (input: cw.DescribeAlarmsInput) => {
      const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(new cw.DescribeAlarmsCommand(input));
      return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
    };
    expect(await names({ AlarmNames: ['errors', 'all', 'gone'] })).toEqual(['errors']);
    expect(await names({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] })).toEqual(['errors', 'all']);
    expect(await names({ StateValue: 'ALARM', AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] })).toEqual(['all']);
    expect(await names({ AlarmNamePrefix: 'x' })).toEqual([]);
  });

  it('pages by MaxRecords and refuses the token of someone else', async () => {
    const { client, putAlarm } = await open();
    for (const AlarmName of ['a', 'b', 'c']) await putAlarm({ AlarmName });
    const pages = [];
    for await (const page of cw.paginateDescribeAlarms({ client, pageSize: 2 }, {}))
      pages.push(page.MetricAlarms?.map(({ AlarmName }) => AlarmName));
    expect(pages).toEqual([['a', 'b'], ['c']]);
    await expect(client.send(new cw.DescribeAlarmsCommand({ NextToken: 'x' }))).rejects.toBeInstanceOf(
      cw.InvalidNextToken,
    );
  });

  it('shows actions switched off and on', async () => {
    const { client, putAlarm } = await open();
    await putAlarm();
    await client.send(new cw.DisableAlarmActionsCommand({ AlarmNames: ['errors', 'gone'] }));
    expect((await describeAlarm())?.ActionsEnabled).toBe(false);
    await client.send(new cw.EnableAlarmActionsCommand({ AlarmNames: ['errors'] }));
    expect((await describeAlarm())?.ActionsEnabled).toBe(true);
    expect(room.events.map(({ detail }) => detail['operation'])).toEqual(['create', 'update', 'update']);
  });
});

it('deleting an alarm that does not exist is refused, and nothing of the request is done', async () => {
  const { client, putAlarm } = await open();
  await putAlarm();
  const call = client.send(new cw.DeleteAlarmsCommand({ AlarmNames: ['errors', 'gone'] }));
  await expect(call).rejects.toBeInstanceOf(cw.ResourceNotFound);
  expect(await describeAlarm()).toBeDefined();
});

describe('after a crash', () => {
  it('alarms, states and histories are there, and an event that was not handed over is handed over then', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'cloudwatch-'));
    try {
      const emit = () => {
        throw new Error('the bus is gone');
      };
      const first = await open({ dir, emit });
      await first.putAlarm();
      first.errors(6);
      await first.clock.advanceTo(NOON + 60_100);
      await first.close();
      const second = await open({ dir }, first.clock);
      expect(second.events.map(({ detail }) => detail['operation'] ?? detail['state'])).toMatchObject([
        'create',
        { value: 'ALARM' },
      ]);
      expect(second.alarmState('errors')).toBe('ALARM');
      expect(await history()).toHaveLength(2);
      second.errors(3);
      await second.clock.advanceTo(NOON + 120_100);
      expect(second.alarmState('errors')).toBe('OK');
      expect(second.events).toHaveLength(3);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
