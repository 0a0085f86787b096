import type { MetricDataQuery, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { type DataQuery, parseDataQueries } from '../metrics/data-query.ts';
import { periodOf } from '../metrics/run-queries.ts';
import type { AlarmRule, MissingData } from './evaluate-alarm.ts';

export interface MetricAlarmRule extends AlarmRule {
  queries: DataQuery[];
}

/** The alarm's metric as queries, whichever of the two ways it was put. */
export function alarmQueries(config: PutMetricAlarmInput, metricId: string): MetricDataQuery[] {
  if (config.Metrics) return config.Metrics;
  const { Namespace, MetricName, Dimensions, Period, Unit } = config;
  const Metric = { Namespace, MetricName, Dimensions };
  return [
    {
      Id: metricId,
      MetricStat: { Metric, Period, Stat: config.Statistic ?? config.ExtendedStatistic, Unit },
      ReturnData: true,
    },
  ];
}

/** What the evaluation needs to know of a configuration that was checked when it was put. */
export function metricAlarmRule(config: PutMetricAlarmInput, shortPeriods: boolean): MetricAlarmRule {
  const queries = parseDataQueries(alarmQueries(config, 'm'), shortPeriods);
  const result = queries.find(({ returnData }) => returnData);
  const evaluationPeriods = config.EvaluationPeriods ?? 1;
  return {
    queries,
    period: result ? periodOf(result, queries) : 60,
    evaluationPeriods,
    datapointsToAlarm: config.DatapointsToAlarm ?? evaluationPeriods,
    threshold: { operator: config.ComparisonOperator ?? 'GreaterThanThreshold', value: config.Threshold ?? 0 },
    treatMissingData: (config.TreatMissingData ?? 'missing') as MissingData,
    statistic: config.Statistic ?? config.ExtendedStatistic,
    unit: config.Unit,
  };
}
