import type { AlarmHistoryItem, DescribeAlarmHistoryInput } from '@aws-sdk/client-cloudwatch';
import { page } from '../page.ts';
import { refuseUnsupported, validationError } from '../refusals.ts';
import type { AlarmRoom } from './alarm-room.ts';

/** The last 30 days, newest first unless ScanBy says otherwise. Without AlarmTypes only of metric alarms, as in AWS. */
export function describeAlarmHistory({ history }: AlarmRoom, input: DescribeAlarmHistoryInput) {
  refuseUnsupported(input, ['AlarmContributorId']);
  const { MaxRecords: size = 100, ScanBy = 'TimestampDescending' } = input;
  if (size < 1 || size > 100) throw validationError('MaxRecords must be between 1 and 100.');
  const found = history.list().filter((item) => isWanted(item, input));
  if (ScanBy === 'TimestampDescending') found.reverse();
  const { items, nextToken } = page(found, size, input.NextToken);
  return { AlarmHistoryItems: items, ...(nextToken ? { NextToken: nextToken } : {}) };
}

function isWanted(item: AlarmHistoryItem, input: DescribeAlarmHistoryInput): boolean {
  const time = item.Timestamp?.getTime() ?? 0;
  return (
    (input.AlarmName === undefined || item.AlarmName === input.AlarmName) &&
    (input.AlarmTypes ?? ['MetricAlarm']).some((type) => type === item.AlarmType) &&
    (input.HistoryItemType === undefined || item.HistoryItemType === input.HistoryItemType) &&
    time >= (input.StartDate?.getTime() ?? 0) &&
    time <= (input.EndDate?.getTime() ?? Number.POSITIVE_INFINITY)
  );
}
