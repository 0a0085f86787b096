import { createHash } from 'node:crypto';
import {
  type AlarmType,
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmReading, Alarms, Transition } from '#core/ports/alarms.ts';
import { clientConfig } from './client-config.ts';
import { perPlace } from './per-place.ts';
import type { Roles } from './roles.ts';

const TYPES: AlarmType[] = ['MetricAlarm', 'CompositeAlarm'];
const MOST_NAMES = 100;
const DEFAULT_EVALUATION_MS = 60_000;

/** Alarms and evidence in CloudWatch, read where the stage is. */
export function cloudWatchAlarms(roles: Roles): Alarms {
  const clientIn = perPlace((place) => new CloudWatchClient({ ...clientConfig, ...place }), roles);

  async function describe(client: CloudWatchClient, names: string[]): Promise<(MetricAlarm | CompositeAlarm)[]> {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames: names, AlarmTypes: TYPES, MaxRecords: MOST_NAMES }),
    );
    return [...MetricAlarms, ...CompositeAlarms];
  }

  /** CloudWatch leaves out what it does not know, and may not know yet: that an alarm is missing is believed when seen twice. */
  async function describeTwice(
    client: CloudWatchClient,
    names: string[],
  ): Promise<Map<string | undefined, MetricAlarm | CompositeAlarm>> {
    const found = new Map((await describe(client, names)).map((alarm) => [alarm.AlarmName, alarm]));
    const missing = names.filter((name) => !found.has(name));
    if (missing.length > 0) for (const alarm of await describe(client, missing)) found.set(alarm.AlarmName, alarm);
    return found;
  }

  async function transitions(client: CloudWatchClient, name: string, since: number): Promise<Transition[]> {
    const found: Transition[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new DescribeAlarmHistoryCommand({
          AlarmName: name,
          AlarmTypes: TYPES,
          HistoryItemType: 'StateUpdate',
          StartDate: new Date(since),
          ScanBy: 'TimestampAscending',
          ...(NextToken ? { NextToken } : {}),
        }),
      );
      for (const item of page.AlarmHistoryItems ?? []) found.push(toTransition(item.Timestamp, item.HistoryData));
      NextToken = page.NextToken;
    } while (NextToken);
    return found;
  }

  async function readOne(
    client: CloudWatchClient,
    name: string,
    alarm: MetricAlarm | CompositeAlarm | undefined,
    since: number,
  ): Promise<AlarmReading> {
    if (!alarm) return { name, kind: 'missing' };
    try {
      return toReading(name, alarm, hasChanged(alarm, since) ? await transitions(client, name, since) : []);
    } catch (error) {
      return unreadable(name, error);
    }
  }

  return {
    async read(where, names, since) {
      if (names.length === 0) return [];
      try {
        const alarms = await describeTwice(clientIn(where), names);
        return await Promise.all(names.map((name) => readOne(clientIn(where), name, alarms.get(name), since(name))));
      } catch (error) {
        return names.map((name) => unreadable(name, error));
      }
    },

    async samples(where, { namespace, metric, dimensions, period }, from, to) {
      try {
        const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
        const MetricStat = {
          Metric: { Namespace: namespace, MetricName: metric, Dimensions },
          Period: period / 1_000,
          Stat: 'Sum',
        };
        const { MetricDataResults } = await clientIn(where).send(
          new GetMetricDataCommand({
            StartTime: new Date(Math.ceil(from / period) * period),
            EndTime: new Date(to),
            MetricDataQueries: [{ Id: 'samples', MetricStat }],
          }),
        );
        return (MetricDataResults?.[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
      } catch (error) {
        return { unreadable: sayError(error) };
      }
    },
  };
}

/** Its history is asked only then: CloudWatch bills every request, and a bake looks at alarms that stay as they are. A flap has changed it, too. */
const hasChanged = ({ StateTransitionedTimestamp: last }: MetricAlarm | CompositeAlarm, since: number): boolean =>
  last === undefined || last.getTime() >= since;

const unreadable = (name: string, error: unknown): AlarmReading => ({ name, kind: 'unreadable', why: sayError(error) });

const sayError = (error: unknown): string => `${(error as Error).name}: ${(error as Error).message}`;

function toReading(name: string, alarm: MetricAlarm | CompositeAlarm, transitions: Transition[]): AlarmReading {
  return {
    name,
    kind: 'read',
    arn: alarm.AlarmArn ?? '',
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    reason: alarm.StateReason ?? '',
    changedAt: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime() ?? 0,
    configuration: hashConfiguration(alarm),
    evaluationMs: evaluationMs(alarm),
    transitions,
  };
}

/** Everything but what the alarm reports of its own state: a raised threshold or switched-off actions change the hash. */
function hashConfiguration(alarm: MetricAlarm | CompositeAlarm): string {
  const watched = Object.entries(alarm).filter(
    ([key, value]) =>
      value !== undefined && !/^(State|Evaluation(State)?$|ActionsSuppressed|AlarmConfigurationUpdated)/.test(key),
  );
  return createHash('sha256')
    .update(JSON.stringify(sorted(watched)))
    .digest('hex')
    .slice(0, 32);
}

const sorted = (entries: [string, unknown][]): [string, unknown][] => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

export function evaluationMs(alarm: MetricAlarm | CompositeAlarm): number {
  if (!('EvaluationPeriods' in alarm)) return DEFAULT_EVALUATION_MS;
  const periods = [alarm.Period, ...(alarm.Metrics ?? []).map((m) => m.MetricStat?.Period ?? m.Period)].filter(
    (p) => p !== undefined,
  );
  return Math.max(...periods, 0) * (alarm.EvaluationPeriods ?? 1) * 1_000 || DEFAULT_EVALUATION_MS;
}

interface HistoryData {
  newState?: { stateValue?: string; stateReason?: string };
}

function toTransition(timestamp: Date | undefined, data: string | undefined): Transition {
  const { newState } = JSON.parse(data ?? '{}') as HistoryData;
  return { at: timestamp?.getTime() ?? 0, to: newState?.stateValue ?? 'unknown', reason: newState?.stateReason ?? '' };
}
