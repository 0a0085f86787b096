import type { CompositeAlarm, DescribeAlarmsInput, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmRecord } from '../alarms/alarm-record.ts';
import { describeCompositeAlarm, describeMetricAlarm } from '../alarms/describe-alarm.ts';
import { page } from '../page.ts';
import { refuseUnsupported, validationError } from '../refusals.ts';
import type { AlarmRoom } from './alarm-room.ts';

/** Without AlarmTypes only metric alarms are returned; names that do not exist are silently absent, as in AWS. */
export function describeAlarms({ store }: AlarmRoom, input: DescribeAlarmsInput) {
  refuseUnsupported(input, ['ChildrenOfAlarmName', 'ParentsOfAlarmName']);
  const { AlarmNames: names, AlarmNamePrefix: prefix, MaxRecords: size = 50 } = input;
  if (names && prefix !== undefined) throw validationError('AlarmNames and AlarmNamePrefix cannot be used together.');
  if (names && names.length > 100) throw validationError('AlarmNames must have at most 100 elements.');
  if (size < 1 || size > 100) throw validationError('MaxRecords must be between 1 and 100.');
  const found = store.all().filter((alarm) => isWanted(alarm, input));
  const { items, nextToken } = page(found, names ? 100 : size, input.NextToken);
  const MetricAlarms: MetricAlarm[] = items.flatMap((alarm) =>
    alarm.type === 'MetricAlarm' ? describeMetricAlarm(alarm) : [],
  );
  const CompositeAlarms: CompositeAlarm[] = items.flatMap((alarm) =>
    alarm.type === 'CompositeAlarm' ? describeCompositeAlarm(alarm) : [],
  );
  return { MetricAlarms, CompositeAlarms, LogAlarms: [], ...(nextToken ? { NextToken: nextToken } : {}) };
}

function isWanted({ name, type, state, config }: AlarmRecord, input: DescribeAlarmsInput): boolean {
  const actions = [config.AlarmActions, config.OKActions, config.InsufficientDataActions].flatMap((list) => list ?? []);
  return (
    (input.AlarmTypes ?? ['MetricAlarm']).includes(type) &&
    (input.AlarmNames?.includes(name) ?? true) &&
    name.startsWith(input.AlarmNamePrefix ?? '') &&
    (input.StateValue ?? state.value) === state.value &&
    (input.ActionPrefix === undefined || actions.some((action) => action.startsWith(input.ActionPrefix ?? '')))
  );
}
