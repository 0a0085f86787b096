import type * as cw from '@aws-sdk/client-cloudwatch';
import type { MetricStore } from '../metrics/metric-store.ts';
import type { AlarmRoom } from './alarm-room.ts';
import { deleteAlarms } from './delete-alarms.ts';
import { describeAlarmHistory } from './describe-alarm-history.ts';
import { describeAlarms } from './describe-alarms.ts';
import { describeAlarmsForMetric } from './describe-alarms-for-metric.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import { putCompositeAlarm } from './put-composite-alarm.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { putMetricData } from './put-metric-data.ts';
import { setAlarmState } from './set-alarm-state.ts';
import { switchAlarmActions } from './switch-alarm-actions.ts';

/** An operation whose answer is empty. */
const silent =
  <T>(run: (input: T) => void) =>
  (input: T): object => {
    run(input);
    return {};
  };

/** The operations of CloudWatch by name. `flush` brings recorded metrics into the store before they are read. */
export function cloudWatchOperations(room: AlarmRoom, metrics: MetricStore, flush: () => void) {
  const fresh = (): MetricStore => {
    flush();
    return metrics;
  };
  return {
    PutMetricData: silent((input: cw.PutMetricDataInput) => putMetricData(metrics, input, room.now())),
    GetMetricData: (input: cw.GetMetricDataInput) => getMetricData(fresh(), input, room.shortPeriods),
    GetMetricStatistics: (input: cw.GetMetricStatisticsInput) => getMetricStatistics(fresh(), input, room.shortPeriods),
    ListMetrics: (input: cw.ListMetricsInput) => listMetrics(fresh(), input, room.now()),
    PutMetricAlarm: silent((input: cw.PutMetricAlarmInput) => putMetricAlarm(room, input)),
    PutCompositeAlarm: silent((input: cw.PutCompositeAlarmInput) => putCompositeAlarm(room, input)),
    DescribeAlarms: (input: cw.DescribeAlarmsInput) => describeAlarms(room, input),
    DescribeAlarmsForMetric: (input: cw.DescribeAlarmsForMetricInput) => describeAlarmsForMetric(room, input),
    DescribeAlarmHistory: (input: cw.DescribeAlarmHistoryInput) => describeAlarmHistory(room, input),
    DeleteAlarms: silent((input: cw.DeleteAlarmsInput) => deleteAlarms(room, input)),
    EnableAlarmActions: silent((input: cw.EnableAlarmActionsInput) => switchAlarmActions(room, input, true)),
    DisableAlarmActions: silent((input: cw.DisableAlarmActionsInput) => switchAlarmActions(room, input, false)),
    SetAlarmState: silent((input: cw.SetAlarmStateInput) => setAlarmState(room, input)),
  };
}
