import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';

export const OPERATORS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

/** `Sum of Errors > 5 in 1 of 1 periods of 60 s`, or the rule of a composite alarm as it was put. */
export function sayRule(alarm: MetricAlarm & CompositeAlarm): string | undefined {
  if (alarm.AlarmRule) return alarm.AlarmRule;
  const operator = OPERATORS[alarm.ComparisonOperator ?? ''];
  if (!operator) return undefined;
  const what = alarm.MetricName
    ? `${alarm.Statistic ?? alarm.ExtendedStatistic} of ${alarm.MetricName}`
    : 'the expression';
  const periods = alarm.EvaluationPeriods ?? 1;
  const period = periodOf(alarm);
  return `${what} ${operator} ${alarm.Threshold} in ${alarm.DatapointsToAlarm ?? periods} of ${periods} periods${period ? ` of ${period} s` : ''}`;
}

/** Seconds. */
export const periodOf = ({ Period, Metrics }: MetricAlarm): number | undefined =>
  Period ?? Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period;
