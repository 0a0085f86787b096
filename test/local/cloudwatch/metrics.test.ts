import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cw from '@aws-sdk/client-cloudwatch';
import { afterEach, expect, it } from 'vitest';
import { NOON, openCloudWatch } from './cloudwatch-fixture.ts';

let room: Awaited<ReturnType<typeof openCloudWatch>>;
const open = async (...options: Parameters<typeof openCloudWatch>) => {
  room = await openCloudWatch(...options);
  return room;
};
afterEach(() => room.close());

const MINUTE = 60_000;
const span = { StartTime: new Date(NOON), EndTime: new Date(NOON + 3 * MINUTE) };
const put = (...MetricData: cw.MetricDatum[]) =>
  room.client.send(new cw.PutMetricDataCommand({ Namespace: 'shop', MetricData }));
const query = (Stat: string, Period = 60, over: Partial<cw.MetricDataQuery> = {}) => ({
  Id: 'm',
  MetricStat: { Metric: { Namespace: 'shop', MetricName: 'Latency' }, Period, Stat },
  ...over,
});
const get = async (...MetricDataQueries: cw.MetricDataQuery[]) =>
  (await room.client.send(new cw.GetMetricDataCommand({ ...span, MetricDataQueries, ScanBy: 'TimestampAscending' })))
    .MetricDataResults ?? [];

it('what was put comes back per period, in the order asked for', async () => {
  await open();
  await put(
    { MetricName: 'Latency', Value: 1, Timestamp: new Date(NOON + 5000) },
    { MetricName: 'Latency', Value: 3, Timestamp: new Date(NOON + 59_000) },
    { MetricName: 'Latency', Values: [10, 20], Counts: [3, 1], Timestamp: new Date(NOON + 2 * MINUTE) },
    { MetricName: 'Other', Value: 99, Timestamp: new Date(NOON) },
  );
  const [result] = await get(query('Average'));
  expect(result).toMatchObject({
    Label: 'Latency',
    Timestamps: [new Date(NOON), new Date(NOON + 2 * MINUTE)],
    Values: [2, 12.5],
    StatusCode: 'Complete',
  });
  const newestFirst = await room.client.send(
    new cw.GetMetricDataCommand({ ...span, MetricDataQueries: [query('p75')] }),
  );
  expect(newestFirst.MetricDataResults?.[0]?.Values).toEqual([10, 3]);
});

it('metrics with different dimensions are different metrics, whatever the order of the dimensions', async () => {
  await open();
  const a = { Name: 'a', Value: '1' };
  const b = { Name: 'b', Value: '2' };
  await put(
    { MetricName: 'Latency', Value: 1, Dimensions: [a, b] },
    { MetricName: 'Latency', Value: 5, Dimensions: [a] },
  );
  const Metric = { Namespace: 'shop', MetricName: 'Latency', Dimensions: [b, a] };
  const [both] = await get({ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } });
  expect(both?.Values).toEqual([1]);
  expect((await get(query('Sum')))[0]?.Values).toEqual([]);
});

it('high-resolution data is kept per second, standard data per minute', async () => {
  await open();
  const Timestamp = new Date(NOON + 30_500);
  await put(
    { MetricName: 'Latency', Value: 1, Timestamp, StorageResolution: 1 },
    { MetricName: 'Slow', Value: 1, Timestamp },
  );
  const slow = { Namespace: 'shop', MetricName: 'Slow' };
  const [fine, coarse] = await get(query('Sum', 1), { Id: 's', MetricStat: { Metric: slow, Period: 1, Stat: 'Sum' } });
  expect([fine?.Timestamps, coarse?.Timestamps]).toEqual([[new Date(NOON + 30_000)], [new Date(NOON)]]);
});

it('expressions are computed from the other queries, which may stay hidden', async () => {
  await open();
  await put({ MetricName: 'Latency', Value: 4, Timestamp: new Date(NOON) });
  const results = await get(query('Sum', 60, { ReturnData: false }), {
    Id: 'twice',
    Expression: 'FILL(m, 1) * 2',
    Label: 'double',
  });
  expect(results).toMatchObject([{ Id: 'twice', Label: 'double', Values: [8, 2, 2] }]);
});

it.each([
  ['METRICS()', 'METRICS'],
  ['m +', 'ends too early'],
  ['nope * 2', 'nope'],
])('the expression "%s" is refused by name', async (Expression, words) => {
  await open();
  await expect(get(query('Sum'), { Id: 'e', Expression })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(words),
  });
});

it('more datapoints than asked for come on the next page, none twice', async () => {
  await open();
  const at = (minute: number) => ({
    MetricName: 'Latency',
    Value: minute,
    Timestamp: new Date(NOON + minute * MINUTE),
  });
  await put(at(0), at(1), at(2));
  const input = {
    ...span,
    MetricDataQueries: [query('Sum'), query('Maximum', 60, { Id: 'x' })],
    MaxDatapoints: 2,
    ScanBy: 'TimestampAscending' as const,
  };
  const pages = [];
  for await (const { MetricDataResults } of cw.paginateGetMetricData({ client: room.client }, input))
    pages.push(MetricDataResults?.map(({ Values }) => Values));
  expect(pages).toEqual([
    [[0, 1], []],
    [[2], [0]],
    [[], [1, 2]],
  ]);
});

it('GetMetricStatistics gives several statistics of one metric', async () => {
  await open();
  await put({ MetricName: 'Latency', Values: [1, 2, 9], Timestamp: new Date(NOON) });
  const { Datapoints } = await room.client.send(
    new cw.GetMetricStatisticsCommand({
      ...span,
      Namespace: 'shop',
      MetricName: 'Latency',
      Period: 60,
      Statistics: ['Sum', 'SampleCount', 'Average'],
      ExtendedStatistics: ['p50'],
    }),
  );
  expect(Datapoints).toEqual([
    { Timestamp: new Date(NOON), Unit: 'None', Sum: 12, SampleCount: 3, Average: 4, ExtendedStatistics: { p50: 2 } },
  ]);
});

it('ListMetrics finds metrics by name and dimension', async () => {
  const { client, errors } = await open();
  errors(1);
  await put({ MetricName: 'Latency', Value: 1 });
  const list = async (input: cw.ListMetricsInput) =>
    (await client.send(new cw.ListMetricsCommand(input))).Metrics?.map(({ MetricName }) => MetricName);
  expect(await list({})).toEqual(['Errors', 'Latency']);
  expect(await list({ Namespace: 'shop' })).toEqual(['Latency']);
  expect(await list({ Dimensions: [{ Name: 'LoadBalancer', Value: 'app/web' }] })).toEqual(['Errors']);
});

it.each([
  [{ MetricName: 'm', Value: 1, Values: [1] }, 'exactly one'],
  [{ MetricName: 'm', Value: 1, Timestamp: new Date(NOON - 15 * 86_400_000) }, 'Timestamp'],
  [{ MetricName: 'm', Values: [1, 2], Counts: [1] }, 'Counts'],
  [{ MetricName: 'm', Value: 1, StorageResolution: 5 }, 'StorageResolution'],
])('%j is refused', async (datum, words) => {
  await open();
  const refused = put(datum);
  await expect(refused).rejects.toBeInstanceOf(cw.InvalidParameterValueException);
  await expect(refused).rejects.toThrow(words);
});

it('a call of more than ten kilobytes, which the client compresses, arrives whole', async () => {
  await open();
  await put(
    ...Array.from({ length: 400 }, (_, index) => ({
      MetricName: 'Latency',
      Value: index,
      Unit: 'Milliseconds' as const,
    })),
  );
  expect((await get(query('SampleCount')))[0]?.Values).toEqual([400]);
});

it('seconds older than three hours become minutes without losing count or percentile', async () => {
  const { clock, record } = await open();
  const latency = (value: number) =>
    record({ namespace: 'shop', metricName: 'Latency', dimensions: {}, value, time: clock.now() });
  for (let second = 0; second < 60; second += 1) {
    latency(second);
    await clock.advanceBy(1000);
  }
  await clock.advanceTo(NOON + 5 * 3_600_000);
  latency(1);
  await clock.advanceBy(1000);
  const [seconds, minute, percentile] = await get(
    query('Sum', 1),
    query('SampleCount', 60, { Id: 'n' }),
    query('p50', 60, { Id: 'p' }),
  );
  expect([seconds?.Values?.length, minute?.Values, percentile?.Values]).toEqual([1, [60], [29]]);
});

it('recorded metrics are on disk within a second', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'cloudwatch-'));
  try {
    const first = await open({ dir });
    first.errors(6);
    await first.clock.advanceBy(1000);
    const second = await openCloudWatch({ dir }, first.clock);
    const { Metrics } = await second.client.send(new cw.ListMetricsCommand({}));
    expect(Metrics).toHaveLength(1);
    await second.close();
  } finally {
    rmSync(dir, { recursive: true });
  }
});
