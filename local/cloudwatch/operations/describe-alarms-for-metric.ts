import type { DescribeAlarmsForMetricInput } from '@aws-sdk/client-cloudwatch';
import type { MetricAlarmRecord } from '../alarms/alarm-record.ts';
import { describeMetricAlarm } from '../alarms/describe-alarm.ts';
import { dimensionsKey, fromDimensionList } from '../metrics/metric-identity.ts';
import type { AlarmRoom } from './alarm-room.ts';

const FILTERS = ['Namespace', 'MetricName', 'Statistic', 'ExtendedStatistic', 'Period', 'Unit'] as const;

/** The alarms on exactly this metric; those on metric math are not found this way, as in AWS. */
export function describeAlarmsForMetric({ store }: AlarmRoom, input: DescribeAlarmsForMetricInput) {
  const matches = ({ config }: MetricAlarmRecord): boolean =>
    FILTERS.every((name) => input[name] === undefined || config[name] === input[name]) &&
    dimensionsKey(fromDimensionList(config.Dimensions)) === dimensionsKey(fromDimensionList(input.Dimensions));
  const alarms = store.all().filter((alarm) => alarm.type === 'MetricAlarm');
  return { MetricAlarms: alarms.filter(matches).map(describeMetricAlarm) };
}
