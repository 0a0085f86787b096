import type { Metric, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { AlarmSpec } from '#infra/alarms.ts';
import type { WatchedMetric } from '#infra/metrics.ts';

/** Every metric that an alarm watches. */
export const metricsOf = ({ watches }: AlarmSpec): WatchedMetric[] =>
  'expression' in watches ? Object.values(watches.metrics) : [watches];

/** The alarm as PutMetricAlarm takes it. */
export function putAlarm({ name, means, watches, ...rule }: AlarmSpec): PutMetricAlarmInput {
  return {
    AlarmName: name,
    AlarmDescription: means,
    Threshold: rule.threshold,
    ComparisonOperator: rule.comparison,
    EvaluationPeriods: rule.periods,
    DatapointsToAlarm: rule.breaching,
    TreatMissingData: rule.missing,
    ...('expression' in watches
      ? {
          Metrics: [
            ...Object.entries(watches.metrics).map(([Id, metric]) => ({
              Id,
              ReturnData: false,
              MetricStat: { Metric: identity(metric), Period: metric.period, Stat: metric.statistic },
            })),
            { Id: 'result', Expression: watches.expression, ReturnData: true },
          ],
        }
      : { ...identity(watches), Period: watches.period, Statistic: watches.statistic }),
  };
}

const identity = ({ namespace, metric, dimensions }: WatchedMetric): Metric => ({
  Namespace: namespace,
  MetricName: metric,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
