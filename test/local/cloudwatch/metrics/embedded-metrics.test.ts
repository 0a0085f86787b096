import { describe, expect, it } from 'vitest';
import { embeddedMetrics } from '#local/cloudwatch/metrics/embedded-metrics.ts';

const NOW = Date.UTC(2026, 10, 22, 12, 0, 59);
const AT_NOON = Date.UTC(2026, 10, 22, 12);

const line = (directive: object, members: object, aws: object = { Timestamp: NOW }): string =>
  JSON.stringify({ _aws: { ...aws, CloudWatchMetrics: [directive] }, ...members });
const read = (text: string) => embeddedMetrics(text, NOW + 60_000);

describe('a log line in the embedded metric format', () => {
  it('is one sample for each metric, in the minute that it says', () => {
    const Metrics = [{ Name: 'Sweeps', Unit: 'Count' }, { Name: 'Oldest' }];
    expect(read(line({ Namespace: 'B', Dimensions: [[]], Metrics }, { Sweeps: 1, Oldest: 7.5 }))).toEqual([
      { namespace: 'B', metricName: 'Sweeps', dimensions: {}, unit: 'Count', value: 1, time: AT_NOON },
      { namespace: 'B', metricName: 'Oldest', dimensions: {}, unit: 'None', value: 7.5, time: AT_NOON },
    ]);
  });

  it('is a metric of its own for each set of dimensions', () => {
    const directive = {
      Namespace: 'B',
      Dimensions: [['Outcome'], ['Outcome', 'Who'], []],
      Metrics: [{ Name: 'Calls' }],
    };
    const samples = read(line(directive, { Calls: 2, Outcome: 'ok', Who: 'amy' }));
    expect(samples.map(({ dimensions }) => dimensions)).toEqual([{ Outcome: 'ok' }, { Outcome: 'ok', Who: 'amy' }, {}]);
  });

  it('may hold several values of one metric', () => {
    const samples = read(line({ Namespace: 'B', Metrics: [{ Name: 'Ms' }] }, { Ms: [3, 5] }));
    expect(samples.map(({ value }) => value)).toEqual([3, 5]);
  });

  it('keeps the second where the metric asks for it', () => {
    const Metrics = [{ Name: 'Ms', StorageResolution: 1 }];
    expect(read(line({ Namespace: 'B', Metrics }, { Ms: 3 }))).toMatchObject([{ time: NOW }]);
  });

  it('without a time is of the time at which it was written', () => {
    const samples = read(line({ Namespace: 'B', Metrics: [{ Name: 'Ms' }] }, { Ms: 3 }, {}));
    expect(samples).toMatchObject([{ time: AT_NOON + 60_000 }]);
  });

  it('leaves out what it names and does not have', () => {
    const Metrics = [{ Name: 'There' }, { Name: 'Missing' }, { Name: 'Text' }];
    const directive = { Namespace: 'B', Dimensions: [['Outcome'], ['Number'], []], Metrics };
    expect(read(line(directive, { There: 1, Text: 'x', Number: 1 }))).toMatchObject([
      { metricName: 'There', dimensions: {} },
    ]);
  });

  it.each([
    'REPORT RequestId: 1 "_aws"',
    '{"message":"_aws"}',
    '{"_aws":null}',
    '{"_aws":{"CloudWatchMetrics":[null, 7, {"Namespace":"B"}, {"Namespace":"B","Metrics":[{}],"Dimensions":[]}]}}',
    '{"_aws":{"CloudWatchMetrics":{"0":1}}}',
    '{"_aws":{"Timestamp":"today","CloudWatchMetrics":[{"Namespace":"B","Metrics":[{"Name":"N"}]}]},"N":1}',
  ])('is none: %s', (text) => expect(read(text)).toEqual([]));
});
