import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmChart } from '#views/bake/bake-view.ts';
import type { Series } from '#views/charts/chart.ts';
import { type StateChange, spansOf } from '#views/charts/spans-of.ts';
import { readSeries } from './read-series.ts';
import { OPERATORS, periodOf, sayRule } from './say-rule.ts';

/** What an alarm was between two moments (epoch ms), and its metric with the threshold. What cannot be drawn is said, never thrown. */
export async function readAlarmChart(
  client: CloudWatchClient,
  name: string,
  from: number,
  to: number,
): Promise<AlarmChart> {
  try {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    );
    const alarm: (MetricAlarm & CompositeAlarm) | undefined = MetricAlarms[0] ?? CompositeAlarms[0];
    if (!alarm) return { name, states: [], undrawn: 'There is no alarm of that name any more.' };
    const state = alarm.StateValue ?? 'INSUFFICIENT_DATA';
    const rule = sayRule(alarm);
    const [changes, drawn] = await Promise.all([
      readChanges(client, name, from),
      alarm.AlarmRule
        ? { undrawn: 'It is made of other alarms, and has no metric of its own to draw.' }
        : readMetric(client, alarm, from, to),
    ]);
    return { name, state, ...(rule ? { rule } : {}), states: spansOf(changes, from, to, state), ...drawn };
  } catch (error) {
    return { name, states: [], undrawn: `CloudWatch could not be asked: ${(error as Error).message}.` };
  }
}

/** Changes of its state since a moment, oldest first: the first hundred are enough to see that it flaps. */
async function readChanges(client: CloudWatchClient, name: string, since: number): Promise<StateChange[]> {
  const { AlarmHistoryItems = [] } = await client.send(
    new DescribeAlarmHistoryCommand({
      AlarmName: name,
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      HistoryItemType: 'StateUpdate',
      StartDate: new Date(since),
      ScanBy: 'TimestampAscending',
      MaxRecords: 100,
    }),
  );
  return AlarmHistoryItems.map(({ Timestamp, HistoryData }) => {
    const { oldState, newState } = JSON.parse(HistoryData ?? '{}') as Record<
      string,
      { stateValue?: string } | undefined
    >;
    return {
      at: Timestamp?.getTime() ?? 0,
      from: oldState?.stateValue ?? 'unknown',
      to: newState?.stateValue ?? 'unknown',
    };
  });
}

async function readMetric(
  client: CloudWatchClient,
  alarm: MetricAlarm,
  from: number,
  to: number,
): Promise<{ series?: Series; undrawn?: string }> {
  const queries = queriesOf(alarm);
  const periodMs = (periodOf(alarm) ?? 60) * 1_000;
  const { Threshold: value, ComparisonOperator: comparison = '' } = alarm;
  const operator = OPERATORS[comparison];
  return readSeries(client, {
    queries,
    name: nameOf(alarm),
    periodMs,
    from,
    to,
    minds: comparison.startsWith('LessThan') ? 'low' : 'high',
    shape: ['Sum', 'SampleCount'].includes(alarm.Statistic ?? '') ? 'bars' : 'line',
    ...(value !== undefined && operator ? { threshold: { value, rule: `${operator} ${value}` } } : {}),
  });
}

/** The alarm's metric as queries, whichever of the two ways it was put. */
function queriesOf({
  Metrics,
  Namespace,
  MetricName,
  Dimensions,
  Period,
  Statistic,
  ExtendedStatistic,
}: MetricAlarm): MetricDataQuery[] {
  if (Metrics && Metrics.length > 0) return Metrics;
  const Metric = { Namespace, MetricName, Dimensions };
  return [{ Id: 'drawn', MetricStat: { Metric, Period, Stat: Statistic ?? ExtendedStatistic } }];
}

function nameOf({ MetricName, Statistic, ExtendedStatistic, Metrics = [] }: MetricAlarm): string {
  if (MetricName) return `${Statistic ?? ExtendedStatistic} of ${MetricName}`;
  const result = Metrics.find(({ ReturnData }) => ReturnData !== false);
  return result?.Label ?? result?.Expression ?? 'the expression';
}
