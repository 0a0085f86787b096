import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { readAlarmChart } from './read-alarm-chart.ts';
import { periodOf, sayRule } from './say-rule.ts';
import type { AlarmView } from './views.ts';

const SHOWN_PERIODS = 60;
const LEAST_SHOWN_MS = 300_000;

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
  const from = now - Math.max(LEAST_SHOWN_MS, SHOWN_PERIODS * 1_000 * (periodOf(alarm) ?? 60));
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
    from,
    chart: await readAlarmChart(client, name, from, now),
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
