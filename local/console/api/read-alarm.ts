import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmView } from './views.ts';

const OPERATORS: Record<string, string> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

/** One alarm and its last changes; undefined when there is none of that name. */
export async function readAlarm(client: CloudWatchClient, name: string, now: number): Promise<AlarmView | undefined> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
    new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
  );
  const alarm: MetricAlarm & CompositeAlarm = { ...MetricAlarms[0], ...CompositeAlarms[0] };
  if (!alarm.AlarmName) return undefined;
  const { AlarmHistoryItems = [] } = await client.send(
    new DescribeAlarmHistoryCommand({ AlarmName: name, MaxRecords: 100, ScanBy: 'TimestampDescending' }),
  );
  const rule = sayRule(alarm);
  return {
    now,
    name,
    ...(alarm.AlarmArn ? { arn: alarm.AlarmArn } : {}),
    ...(alarm.AlarmDescription ? { description: alarm.AlarmDescription } : {}),
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    reason: alarm.StateReason ?? '',
    ...changedAt(alarm),
    ...(rule ? { rule } : {}),
    actionsEnabled: alarm.ActionsEnabled ?? true,
    history: AlarmHistoryItems.map((item) => ({
      at: item.Timestamp?.getTime() ?? 0,
      type: item.HistoryItemType ?? '',
      summary: item.HistorySummary ?? '',
    })),
  };
}

function changedAt(alarm: MetricAlarm & CompositeAlarm): { changedAt?: number } {
  const at = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  return at ? { changedAt: at.getTime() } : {};
}

function sayRule(alarm: MetricAlarm & CompositeAlarm): string | undefined {
  if (alarm.AlarmRule) return alarm.AlarmRule;
  const operator = OPERATORS[alarm.ComparisonOperator ?? ''];
  if (!operator) return undefined;
  const what = alarm.MetricName
    ? `${alarm.Statistic ?? alarm.ExtendedStatistic} of ${alarm.MetricName}`
    : 'the expression';
  const periods = alarm.EvaluationPeriods ?? 1;
  const period = alarm.Period ?? alarm.Metrics?.find((m) => m.MetricStat)?.MetricStat?.Period;
  return `${what} ${operator} ${alarm.Threshold} in ${alarm.DatapointsToAlarm ?? periods} of ${periods} periods${period ? ` of ${period} s` : ''}`;
}
