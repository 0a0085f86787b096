import { arn } from '#local/account.ts';
import type { Input } from '../service-call.ts';
import { text, texts } from '../service-call.ts';
import { type Ask, request } from './ask.ts';

/**
 * Whoever wants to see composite alarms needs the action on everything.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
const resource = ({ AlarmTypes }: Input, alarm: string): string =>
  texts(AlarmTypes).includes('CompositeAlarm') ? '*' : arn('cloudwatch', `alarm:${alarm}`);

export const cloudWatchAsks: Record<string, Ask> = {
  DescribeAlarms: (input) => [request('cloudwatch:DescribeAlarms', resource(input, '*'))],
  DescribeAlarmHistory: (input) => [
    request('cloudwatch:DescribeAlarmHistory', resource(input, text(input['AlarmName']) || '*')),
  ],
  GetMetricData: () => [request('cloudwatch:GetMetricData', '*')],
};
