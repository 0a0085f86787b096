import * as cw from '@aws-sdk/client-cloudwatch';
import { afterAll, describe, expect, it } from 'vitest';
import { cloudWatchAlarms } from '#adapters/aws/alarms.ts';
import { assumedRoles } from '#adapters/aws/roles.ts';
import type { EvidenceMetric } from '#core/ports/alarms.ts';
import { createCloudWatch } from '#local/cloudwatch/create-cloudwatch.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { manualClock } from '#local/time/manual-clock.ts';
import { type AlarmsWorld, describeAlarmsContract } from '#test/contracts/alarms-contract.ts';
import { contractEndpoint, pointSdkAt } from '#test/contracts/endpoint.ts';

const foreign = contractEndpoint();

/** What makes and moves alarms from outside, by CloudWatch's own API. */
function moved(client: cw.CloudWatchClient, now: () => number): Omit<AlarmsWorld, 'alarms' | 'now' | 'pass' | 'close'> {
  const put = (AlarmName: string, Threshold: number) =>
    client.send(
      new cw.PutMetricAlarmCommand({
        AlarmName,
        Namespace: 'Bakewatch/Test',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'ignore',
      }),
    );
  const set: AlarmsWorld['set'] = async (AlarmName, StateValue, StateReason) => {
    await client.send(new cw.SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
  };
  return {
    set,
    async create(name) {
      await put(name, 5);
      await set(name, 'OK', 'begins well');
    },
    async createComposite(AlarmName, children) {
      const AlarmRule = children.map((child) => `ALARM("${child}")`).join(' OR ');
      await client.send(new cw.PutCompositeAlarmCommand({ AlarmName, AlarmRule }));
    },
    raiseThreshold: async (name) => void (await put(name, 500)),
    disableActions: async (name) => void (await client.send(new cw.DisableAlarmActionsCommand({ AlarmNames: [name] }))),
    remove: async (name) => void (await client.send(new cw.DeleteAlarmsCommand({ AlarmNames: [name] }))),
    async count({ namespace, metric, dimensions }: EvidenceMetric, Value) {
      const Dimensions = Object.entries(dimensions).map(([Name, text]) => ({ Name, Value: text }));
      await client.send(
        new cw.PutMetricDataCommand({
          Namespace: namespace,
          MetricData: [{ MetricName: metric, Dimensions, Value, Timestamp: new Date(now()), StorageResolution: 1 }],
        }),
      );
    },
  };
}

describeAlarmsContract(foreign ? `CloudWatch at ${foreign}` : 'CloudWatch on one machine', async () => {
  if (foreign) {
    pointSdkAt(foreign);
    const client = new cw.CloudWatchClient({});
    const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    const close = async (): Promise<void> => client.destroy();
    return {
      alarms: cloudWatchAlarms(assumedRoles({ name: 'test' })),
      now: Date.now,
      ...moved(client, Date.now),
      pass,
      close,
    };
  }
  const clock = manualClock(Date.UTC(2026, 10, 22, 12, 0, 1));
  const service = createCloudWatch({ dir: ':memory:', clock, emit: () => undefined });
  const endpoint = await startEndpoint(0, [service.service]);
  pointSdkAt(endpoint.url);
  service.start();
  const client = new cw.CloudWatchClient({});
  return {
    alarms: cloudWatchAlarms(assumedRoles({ name: 'test' })),
    now: clock.now,
    ...moved(client, clock.now),
    pass: clock.advanceBy,
    async close() {
      client.destroy();
      await endpoint.close();
      service.close();
    },
  };
});

describe('requests to CloudWatch', () => {
  const before = process.env['AWS_ENDPOINT_URL'];
  afterAll(() => {
    process.env['AWS_ENDPOINT_URL'] = before;
  });

  it('ask for a history only where the state has changed since', async () => {
    const clock = manualClock(Date.UTC(2026, 10, 22, 12, 0, 1));
    const service = createCloudWatch({ dir: ':memory:', clock, emit: () => undefined });
    const asked: string[] = [];
    const endpoint = await startEndpoint(0, [service.service], ({ operation }) => void asked.push(operation));
    process.env['AWS_ENDPOINT_URL'] = endpoint.url;
    const client = new cw.CloudWatchClient({});
    const world = moved(client, clock.now);
    await world.create('still');
    await world.create('flaps');
    await clock.advanceBy(10);
    const since = clock.now();
    await world.set('flaps', 'ALARM', 'up');
    await world.set('flaps', 'OK', 'down');
    asked.length = 0;
    const readings = await cloudWatchAlarms(assumedRoles({ name: 'test' })).read({}, ['still', 'flaps'], () => since);
    expect(readings).toMatchObject([{ transitions: [] }, { transitions: [{ to: 'ALARM' }, { to: 'OK' }] }]);
    expect(asked).toEqual(['DescribeAlarms', 'DescribeAlarmHistory']);
    client.destroy();
    await endpoint.close();
    service.close();
  });
});

describe('CloudWatch that cannot be read', () => {
  const before = process.env['AWS_ENDPOINT_URL'];
  afterAll(() => {
    process.env['AWS_ENDPOINT_URL'] = before;
  });

  it('makes alarms and samples unreadable, never OK and never none (B11)', async () => {
    const endpoint = await startEndpoint(0, []);
    process.env['AWS_ENDPOINT_URL'] = endpoint.url;
    const alarms = cloudWatchAlarms(assumedRoles({ name: 'test' }));
    expect(await alarms.read({}, ['errors'], () => 0)).toMatchObject([{ name: 'errors', kind: 'unreadable' }]);
    const metric = { namespace: 'N', metric: 'M', dimensions: {}, period: 60_000 };
    expect(await alarms.samples({}, metric, 0, 1_000)).toMatchObject({ unreadable: expect.any(String) });
    await endpoint.close();
  });
});
