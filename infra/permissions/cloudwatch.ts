import { ANY, type Grant } from './grant.ts';

/** Reading alarms, and evidence too where a bake is judged. */
export const alarmGrants = ({ evidence }: { evidence: boolean }): Grant[] => [
  {
    actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'],
    resources: [ANY],
    why: 'CloudWatch answers about composite alarms only whoever may ask about all alarms',
  },
  ...(evidence
    ? [{ actions: ['cloudwatch:GetMetricData'], resources: [ANY], why: 'Metrics are no resource that could be named' }]
    : []),
];
