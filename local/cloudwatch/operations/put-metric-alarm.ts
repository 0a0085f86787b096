import { randomUUID } from 'node:crypto';
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { AlarmRecord } from '../alarms/alarm-record.ts';
import { checkMetricAlarm } from '../alarms/check-metric-alarm.ts';
import { validationError } from '../refusals.ts';
import type { AlarmRoom } from './alarm-room.ts';

/** The state of an alarm that was never evaluated. */
export const UNCHECKED = { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' } as const;

/** Creates an alarm, or replaces its whole configuration and leaves its state. */
export function putMetricAlarm(
  { store, changes, now, shortPeriods, rearm }: AlarmRoom,
  config: PutMetricAlarmInput,
): void {
  checkMetricAlarm(config, shortPeriods);
  const name = config.AlarmName ?? '';
  const previous = store.get(name);
  if (previous && previous.type !== 'MetricAlarm') throw otherKind(previous);
  const time = now();
  changes.together(() =>
    changes.configure({
      type: 'MetricAlarm',
      name,
      config,
      configuredAt: time,
      metricId: previous?.metricId ?? randomUUID(),
      state: previous?.state ?? UNCHECKED,
      stateUpdatedAt: previous?.stateUpdatedAt ?? time,
      stateTransitionedAt: previous?.stateTransitionedAt ?? time,
    }),
  );
  rearm();
}

export const otherKind = ({ name, type }: AlarmRecord): Error =>
  validationError(`Could not save the alarm ${name}: an alarm of that name exists and is a ${type}.`);
