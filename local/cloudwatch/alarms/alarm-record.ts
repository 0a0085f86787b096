import type { PutCompositeAlarmInput, PutMetricAlarmInput, StateValue } from '@aws-sdk/client-cloudwatch';
import { arn } from '../../account.ts';

export type { StateValue };

export interface AlarmState {
  value: StateValue;
  reason: string;
  /** JSON text. */
  reasonData?: string;
}

interface RecordCommon {
  name: string;
  /** Epoch ms of the last change of the configuration. */
  configuredAt: number;
  state: AlarmState;
  /** Epoch ms: the state or the evaluation state changed. */
  stateUpdatedAt: number;
  /** Epoch ms: the state's value changed. */
  stateTransitionedAt: number;
}

export interface MetricAlarmRecord extends RecordCommon {
  type: 'MetricAlarm';
  config: PutMetricAlarmInput;
  /** The id that events give to the metric of an alarm that was put without `Metrics`. */
  metricId: string;
  /** Why the last evaluation could not be made; absent when it could. */
  evaluationError?: string;
}

export interface CompositeAlarmRecord extends RecordCommon {
  type: 'CompositeAlarm';
  config: PutCompositeAlarmInput;
}

/** One alarm: what was put, and where it stands. */
export type AlarmRecord = MetricAlarmRecord | CompositeAlarmRecord;

export const alarmArn = (name: string): string => arn('cloudwatch', `alarm:${name}`);
