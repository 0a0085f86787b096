import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { isAlarmPeriod } from '../metrics/periods.ts';
import { isSimpleStatistic, parseStatistic } from '../metrics/statistic.ts';
import { refuseUnsupported, validationError } from '../refusals.ts';
import { type MetricAlarmRule, metricAlarmRule } from './metric-alarm-rule.ts';
import { isComparison } from './threshold.ts';

const UNSUPPORTED: (keyof PutMetricAlarmInput)[] = [
  'Tags',
  'ThresholdMetricId',
  'EvaluateLowSampleCountPercentile',
  'EvaluationWindow',
  'WarmUpConfiguration',
  'EvaluationCriteria',
  'EvaluationInterval',
  'ActionConfiguration',
];
const OF_A_SINGLE_METRIC = [
  'MetricName',
  'Namespace',
  'Dimensions',
  'Period',
  'Unit',
  'Statistic',
  'ExtendedStatistic',
] as const;
const DAY = 86_400;

/** Throws CloudWatch's ValidationError for a configuration that PutMetricAlarm would refuse, or that is not supported here. */
export function checkMetricAlarm(input: PutMetricAlarmInput, shortPeriods: boolean): void {
  refuseUnsupported(input, UNSUPPORTED);
  checkAlarmName(input.AlarmName);
  checkThreshold(input);
  checkMetric(input);
  checkEvaluation(input, ruleOf(input, shortPeriods), shortPeriods);
}

export function checkAlarmName(name: string | undefined): void {
  if (!name || name.length > 255) throw validationError('AlarmName must have between 1 and 255 characters.');
}

function checkThreshold({ ComparisonOperator: operator, Threshold, EvaluationPeriods }: PutMetricAlarmInput): void {
  if (!operator) throw validationError('The parameter ComparisonOperator is required.');
  if (!isComparison(operator)) {
    throw validationError(
      `The ComparisonOperator ${operator} is not supported: CloudWatch on one machine has no anomaly detection.`,
    );
  }
  if (Threshold === undefined) throw validationError('The parameter Threshold is required.');
  if (!Number.isFinite(Threshold)) throw validationError('Threshold must be a finite number.');
  if (EvaluationPeriods === undefined) throw validationError('The parameter EvaluationPeriods is required.');
}

function checkMetric(input: PutMetricAlarmInput): void {
  if (input.Metrics) {
    const both = OF_A_SINGLE_METRIC.find((name) => input[name] !== undefined);
    if (both) throw validationError(`The parameters Metrics and ${both} cannot be used together.`);
    const returned = input.Metrics.filter(({ ReturnData }) => ReturnData ?? true).length;
    if (returned !== 1)
      throw validationError(`Exactly one element of Metrics must have ReturnData true, not ${returned}.`);
    if (input.Metrics.length > 20) throw validationError('Metrics must have at most 20 elements.');
    return;
  }
  for (const name of ['MetricName', 'Namespace', 'Period'] as const) {
    if (input[name] === undefined) throw validationError(`The parameter ${name} is required.`);
  }
  checkStatistic(input);
}

function checkStatistic({ Statistic, ExtendedStatistic }: PutMetricAlarmInput): void {
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    throw validationError('Exactly one of Statistic and ExtendedStatistic must be given.');
  }
  if (Statistic !== undefined && !isSimpleStatistic(Statistic))
    throw validationError(`The Statistic ${Statistic} is unknown.`);
  const percentile =
    ExtendedStatistic === undefined || isSimpleStatistic(ExtendedStatistic)
      ? undefined
      : parseStatistic(ExtendedStatistic);
  if (ExtendedStatistic !== undefined && !percentile) {
    throw validationError(`The ExtendedStatistic ${ExtendedStatistic} is not supported, only p0.0 to p100.`);
  }
}

function ruleOf(input: PutMetricAlarmInput, shortPeriods: boolean): MetricAlarmRule {
  try {
    return metricAlarmRule(input, shortPeriods);
  } catch (cause) {
    throw validationError((cause as Error).message);
  }
}

function checkEvaluation(input: PutMetricAlarmInput, rule: MetricAlarmRule, shortPeriods: boolean): void {
  const { period, evaluationPeriods, datapointsToAlarm } = rule;
  if (!isAlarmPeriod(period, shortPeriods)) {
    throw validationError(`The Period ${period} is not valid: it must be 10, 20, 30 or a multiple of 60 seconds.`);
  }
  if (!(Number.isInteger(evaluationPeriods) && evaluationPeriods >= 1))
    throw validationError('EvaluationPeriods must be at least 1.');
  if (!(datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods)) {
    throw validationError('DatapointsToAlarm must be at least 1 and at most EvaluationPeriods.');
  }
  const limit = period < 3600 ? DAY : 7 * DAY;
  if (period * evaluationPeriods > limit) {
    throw validationError(`Metrics cannot be checked across more than ${limit} seconds (EvaluationPeriods * Period).`);
  }
  if (!['missing', 'ignore', 'breaching', 'notBreaching'].includes(input.TreatMissingData ?? 'missing')) {
    throw validationError(`The TreatMissingData ${input.TreatMissingData} is not valid.`);
  }
}
