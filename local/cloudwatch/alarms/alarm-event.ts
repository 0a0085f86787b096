import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { ServiceEvent } from '../../eventbridge/aws-event.ts';
import { fromDimensionList } from '../metrics/metric-identity.ts';
import { awsTimestamp } from '../timestamps.ts';
import { type AlarmRecord, alarmArn, type CompositeAlarmRecord, type MetricAlarmRecord } from './alarm-record.ts';
import { alarmQueries } from './metric-alarm-rule.ts';

/** `CloudWatch Alarm State Change`, in the shape the user guide shows under "Alarm events and EventBridge". */
export function stateChangeEvent(before: AlarmRecord, after: AlarmRecord, time: number): ServiceEvent {
  const configuration = after.type === 'MetricAlarm' ? stateConfiguration(after) : compositeConfiguration(after);
  return event('CloudWatch Alarm State Change', after.name, time, {
    alarmName: after.name,
    configuration: { ...describe(after), ...configuration },
    previousState: stateOf(before),
    state: stateOf(after),
  });
}

export type ConfigurationOperation = 'create' | 'update' | 'delete';

/** `CloudWatch Alarm Configuration Change`; `previous` is what an update replaced. */
export function configurationChangeEvent(
  operation: ConfigurationOperation,
  record: AlarmRecord,
  previous: AlarmRecord | undefined,
  time: number,
): ServiceEvent {
  return event('CloudWatch Alarm Configuration Change', record.name, time, {
    alarmName: record.name,
    operation,
    state: stateOf(record),
    configuration: fullConfiguration(record),
    ...(previous ? { previousConfiguration: fullConfiguration(previous) } : {}),
  });
}

function event(detailType: string, name: string, time: number, detail: Record<string, unknown>): ServiceEvent {
  return { source: 'aws.cloudwatch', 'detail-type': detailType, resources: [alarmArn(name)], detail, time };
}

const describe = ({ config }: AlarmRecord): object =>
  config.AlarmDescription === undefined ? {} : { description: config.AlarmDescription };

const stateOf = ({ state, stateUpdatedAt }: AlarmRecord): object => ({
  value: state.value,
  reason: state.reason,
  ...(state.reasonData === undefined ? {} : { reasonData: state.reasonData }),
  timestamp: awsTimestamp(stateUpdatedAt),
});

const stateConfiguration = ({ config, metricId }: MetricAlarmRecord): object => ({
  metrics: alarmQueries(config, metricId).map(metricOf),
});

const compositeConfiguration = ({ config }: CompositeAlarmRecord): object => ({
  alarmRule: config.AlarmRule,
  ...(config.ActionsSuppressor === undefined
    ? {}
    : {
        actionsSuppressor: config.ActionsSuppressor,
        actionsSuppressorWaitPeriod: config.ActionsSuppressorWaitPeriod,
        actionsSuppressorExtensionPeriod: config.ActionsSuppressorExtensionPeriod,
      }),
});

function fullConfiguration(record: AlarmRecord): object {
  const { config } = record;
  return {
    ...(record.type === 'MetricAlarm' ? metricConfiguration(record) : compositeConfiguration(record)),
    alarmName: record.name,
    ...describe(record),
    actionsEnabled: config.ActionsEnabled ?? true,
    timestamp: awsTimestamp(record.configuredAt),
    okActions: config.OKActions ?? [],
    alarmActions: config.AlarmActions ?? [],
    insufficientDataActions: config.InsufficientDataActions ?? [],
  };
}

function metricConfiguration(record: MetricAlarmRecord): object {
  const { EvaluationPeriods, DatapointsToAlarm, Threshold, ComparisonOperator, TreatMissingData } = record.config;
  return {
    evaluationPeriods: EvaluationPeriods,
    ...(DatapointsToAlarm === undefined ? {} : { datapointsToAlarm: DatapointsToAlarm }),
    threshold: Threshold,
    comparisonOperator: ComparisonOperator,
    treatMissingData: TreatMissingData ?? 'missing',
    ...stateConfiguration(record),
  };
}

function metricOf({ Id, MetricStat, Expression, Label, ReturnData }: MetricDataQuery): object {
  return {
    id: Id,
    ...(Label === undefined ? {} : { label: Label }),
    ...(Expression === undefined ? {} : { expression: Expression }),
    ...(MetricStat ? { metricStat: metricStatOf(MetricStat) } : {}),
    returnData: ReturnData ?? true,
  };
}

const metricStatOf = ({ Metric, Period, Stat, Unit }: NonNullable<MetricDataQuery['MetricStat']>): object => ({
  metric: {
    namespace: Metric?.Namespace,
    name: Metric?.MetricName,
    dimensions: fromDimensionList(Metric?.Dimensions),
  },
  period: Period,
  stat: Stat,
  ...(Unit === undefined ? {} : { unit: Unit }),
});
