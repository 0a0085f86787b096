import {
  type AlarmType,
  CloudWatchClient,
  type GetMetricDataCommandInput,
  paginateDescribeAlarmHistory,
  paginateDescribeAlarms,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmReading, Alarms, Transition } from '#core/ports/alarms.ts';
import { type Alarm, childrenOf, type Known, toReading } from './alarm-reading.ts';
import { clientConfig } from './client-config.ts';
import { perPlace } from './per-place.ts';
import type { Roles } from './roles.ts';

/** Left out, CloudWatch answers with metric alarms only: every other one would be missing. */
const TYPES: AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];
const MOST_NAMES = 100;

/** Alarms and evidence in CloudWatch, read where the stage is. */
export function cloudWatchAlarms(roles: Roles): Alarms {
  const clientIn = perPlace((place) => new CloudWatchClient({ ...clientConfig, ...place }), roles);

  async function describe(client: CloudWatchClient, names: string[]): Promise<Alarm[]> {
    const found: Alarm[] = [];
    for (let from = 0; from < names.length; from += MOST_NAMES) {
      const AlarmNames = names.slice(from, from + MOST_NAMES);
      const pages = paginateDescribeAlarms({ client, pageSize: MOST_NAMES }, { AlarmNames, AlarmTypes: TYPES });
      for await (const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } of pages)
        found.push(...MetricAlarms, ...CompositeAlarms, ...LogAlarms);
    }
    return found;
  }

  /** CloudWatch leaves out what it does not know, and may not know yet: that an alarm is missing is believed when seen twice. */
  async function describeTwice(client: CloudWatchClient, names: string[]): Promise<Alarm[]> {
    const found = await describe(client, names);
    const there = new Set(found.map((alarm) => alarm.AlarmName));
    const missing = names.filter((name) => !there.has(name));
    return missing.length > 0 ? [...found, ...(await describe(client, missing))] : found;
  }

  /** The alarms, and those that composite ones among them are made of, as deep as that goes. */
  async function describeAll(client: CloudWatchClient, names: string[]): Promise<Known> {
    const known = new Map<string | undefined, Alarm>();
    const asked = new Set<string>();
    for (let next = names; next.length > 0; ) {
      for (const name of next) asked.add(name);
      const found = await describeTwice(client, next);
      for (const alarm of found) known.set(alarm.AlarmName, alarm);
      next = [...new Set(found.flatMap(childrenOf))].filter((name) => !asked.has(name));
    }
    return known;
  }

  async function transitions(client: CloudWatchClient, name: string, since: number): Promise<Transition[]> {
    const found: Transition[] = [];
    const pages = paginateDescribeAlarmHistory(
      { client },
      {
        AlarmName: name,
        AlarmTypes: TYPES,
        HistoryItemType: 'StateUpdate',
        StartDate: new Date(since),
        ScanBy: 'TimestampAscending',
      },
    );
    for await (const { AlarmHistoryItems = [] } of pages)
      for (const item of AlarmHistoryItems) found.push(toTransition(item.Timestamp, item.HistoryData));
    return found;
  }

  async function readOne(client: CloudWatchClient, name: string, known: Known, since: number): Promise<AlarmReading> {
    const alarm = known.get(name);
    if (!alarm) return { name, kind: 'missing' };
    try {
      return toReading(name, alarm, known, hasChanged(alarm, since) ? await transitions(client, name, since) : []);
    } catch (error) {
      return unreadable(name, error);
    }
  }

  return {
    async read(where, names, since) {
      if (names.length === 0) return [];
      try {
        const client = clientIn(where);
        const known = await describeAll(client, names);
        return await Promise.all(names.map((name) => readOne(client, name, known, since(name))));
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
        const query = {
          StartTime: new Date(Math.ceil(from / period) * period),
          EndTime: new Date(to),
          MetricDataQueries: [{ Id: 'samples', MetricStat }],
        };
        return await sumOf(clientIn(where), query);
      } catch (error) {
        return { unreadable: sayError(error) };
      }
    },
  };
}

/** Its history is asked only then: CloudWatch bills every request, and a bake looks at alarms that stay as they are. A flap has changed it, too. */
const hasChanged = ({ StateTransitionedTimestamp: last }: Alarm, since: number): boolean =>
  last === undefined || last.getTime() >= since;

/** The sum of all values of a query. Throws when CloudWatch says, in an answer that succeeded, that it could not read them. */
async function sumOf(client: CloudWatchClient, query: GetMetricDataCommandInput): Promise<number> {
  let sum = 0;
  for await (const { MetricDataResults = [] } of paginateGetMetricData({ client }, query)) {
    for (const { StatusCode = '', Values = [] } of MetricDataResults) {
      if (StatusCode === 'InternalError' || StatusCode === 'Forbidden')
        throw Object.assign(new Error('GetMetricData had no values'), { name: StatusCode });
      sum += Values.reduce((all, value) => all + value, 0);
    }
  }
  return sum;
}

const unreadable = (name: string, error: unknown): AlarmReading => ({ name, kind: 'unreadable', why: sayError(error) });

const sayError = (error: unknown): string => `${(error as Error).name}: ${(error as Error).message}`;

interface HistoryData {
  newState?: { stateValue?: string; stateReason?: string };
}

function toTransition(timestamp: Date | undefined, data: string | undefined): Transition {
  const { newState } = JSON.parse(data ?? '{}') as HistoryData;
  return { at: timestamp?.getTime() ?? 0, to: newState?.stateValue ?? 'unknown', reason: newState?.stateReason ?? '' };
}
