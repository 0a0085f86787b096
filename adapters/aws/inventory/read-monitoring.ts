import { type AlarmType, DescribeAlarmsCommand, ListMetricsCommand, type Metric } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { AlarmFacts, Answer, Inventory, Place } from '#core/ports/inventory.ts';
import { type Alarm, evaluationMs } from '../alarm-reading.ts';
import { asked } from './asked.ts';
import type { Clients } from './clients-at.ts';

type At = (place: Place) => Pick<Clients, 'cloudWatch' | 'logs'>;

const TYPES: AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];

/** Alarms, metrics and log groups. */
export function readMonitoring(at: At): Pick<Inventory, 'alarms' | 'metric' | 'logGroup'> {
  return {
    async alarms(place, names) {
      const answer = await asked('cloudwatch:DescribeAlarms', () => describeAlarms(at(place), names));
      return names.map((name): Answer<AlarmFacts> => {
        if (answer.kind !== 'found') return answer;
        const found = answer.found.get(name);
        return found ? { kind: 'found', found } : { kind: 'missing' };
      });
    },

    metric: (place, { namespace, metric, dimensions }) =>
      asked('cloudwatch:ListMetrics', async () => {
        const { cloudWatch } = at(place);
        const named = { Namespace: namespace, MetricName: metric };
        const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
        // The metric of a busy account has pages of dimensions: those that are meant are asked for by themselves.
        const meant = await cloudWatch.send(new ListMetricsCommand({ ...named, Dimensions }));
        const others = meant.Metrics?.length ? [] : (await cloudWatch.send(new ListMetricsCommand(named))).Metrics;
        const found = [...(meant.Metrics ?? []), ...(others ?? [])];
        return found.length > 0 ? { dimensions: found.map(dimensionsOf) } : undefined;
      }),

    logGroup: (place, logGroupNamePrefix) =>
      asked('logs:DescribeLogGroups', async () => {
        // The shortest name that begins so comes first: the one that is looked for, when it is there.
        const { logGroups = [] } = await at(place).logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
        return logGroups.some(({ logGroupName }) => logGroupName === logGroupNamePrefix) || undefined;
      }),
  };
}

async function describeAlarms(
  { cloudWatch }: Pick<Clients, 'cloudWatch'>,
  AlarmNames: string[],
): Promise<Map<string, AlarmFacts>> {
  const described = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames, AlarmTypes: TYPES, MaxRecords: 100 }),
  );
  const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = described;
  return new Map([...MetricAlarms, ...CompositeAlarms, ...LogAlarms].map(entryOf));
}

const dimensionsOf = ({ Dimensions = [] }: Metric): Record<string, string> =>
  Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));

const entryOf = (alarm: Alarm): [string, AlarmFacts] => [
  alarm.AlarmName ?? '',
  {
    arn: alarm.AlarmArn ?? '',
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    reason: alarm.StateReason ?? '',
    evaluationMs: evaluationMs(alarm),
  },
];
