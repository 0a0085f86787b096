import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { type AlarmRecord, alarmArn, type CompositeAlarmRecord, type MetricAlarmRecord } from './alarm-record.ts';

/** An alarm as DescribeAlarms shows it. */
export function describeMetricAlarm(record: MetricAlarmRecord): MetricAlarm {
  return {
    ...common(record),
    ...record.config,
    ...lists(record),
    ...(record.config.Metrics ? {} : { Dimensions: record.config.Dimensions ?? [] }),
    ...(record.evaluationError === undefined ? {} : { EvaluationState: 'EVALUATION_ERROR' as const }),
  };
}

export function describeCompositeAlarm(record: CompositeAlarmRecord): CompositeAlarm {
  return { ...common(record), ...record.config, ...lists(record) };
}

const common = ({ name, state, configuredAt, stateUpdatedAt, stateTransitionedAt }: AlarmRecord) => ({
  AlarmArn: alarmArn(name),
  AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
  StateValue: state.value,
  StateReason: state.reason,
  StateReasonData: state.reasonData,
  StateUpdatedTimestamp: new Date(stateUpdatedAt),
  StateTransitionedTimestamp: new Date(stateTransitionedAt),
});

const lists = ({ config }: AlarmRecord) => ({
  ActionsEnabled: config.ActionsEnabled ?? true,
  OKActions: config.OKActions ?? [],
  AlarmActions: config.AlarmActions ?? [],
  InsufficientDataActions: config.InsufficientDataActions ?? [],
});
