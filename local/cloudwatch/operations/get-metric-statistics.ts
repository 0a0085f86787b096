import type { Datapoint, GetMetricStatisticsInput, StandardUnit } from '@aws-sdk/client-cloudwatch';
import type { Bucket } from '../metrics/bucket.ts';
import { fromDimensionList } from '../metrics/metric-identity.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { isDataPeriod } from '../metrics/periods.ts';
import { readBuckets } from '../metrics/read-series.ts';
import { isSimpleStatistic, parseStatistic } from '../metrics/statistic.ts';
import { invalidValue, missingParameter } from '../refusals.ts';
import { spanBetween } from './get-metric-data.ts';

const MOST_DATAPOINTS = 1440;

/** Datapoints of one metric. AWS promises no order; here they come oldest first. */
export function getMetricStatistics(store: MetricStore, input: GetMetricStatisticsInput, shortPeriods: boolean) {
  const { Namespace: namespace, MetricName: metricName, Period: period = 0, StartTime, EndTime, Unit } = input;
  if (!namespace) throw missingParameter('Namespace');
  if (!metricName) throw missingParameter('MetricName');
  if (!isDataPeriod(period, shortPeriods)) throw invalidValue('Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
  const { simple, extended } = statisticsOf(input);
  const window = spanBetween(StartTime, EndTime)(period * 1000);
  if ((window.end - window.start) / window.periodMs > MOST_DATAPOINTS) {
    throw invalidValue(
      `The request would give more than ${MOST_DATAPOINTS} datapoints: take a longer Period or less time.`,
    );
  }
  const metric = { namespace, metricName, dimensions: fromDimensionList(input.Dimensions) };
  const buckets = readBuckets(store, metric, Unit, window);
  return {
    Label: metricName,
    Datapoints: [...buckets].map(([time, bucket]) => datapoint(time, bucket, simple, extended, Unit)),
  };
}

function statisticsOf({ Statistics: simple = [], ExtendedStatistics: extended = [] }: GetMetricStatisticsInput) {
  if (simple.length + extended.length === 0) throw missingParameter('Statistics or ExtendedStatistics');
  const unknown = [
    ...simple.filter((name) => !isSimpleStatistic(name)),
    ...extended.filter((name) => isSimpleStatistic(name) || !parseStatistic(name)),
  ];
  if (unknown.length > 0) throw invalidValue(`These statistics are not supported: ${unknown.join(', ')}.`);
  return { simple, extended };
}

function datapoint(
  time: number,
  bucket: Bucket,
  simple: string[],
  extended: string[],
  unit: StandardUnit = 'None',
): Datapoint {
  const values = (names: string[]): [string, number][] =>
    names.flatMap((name) => {
      const value = parseStatistic(name)?.(bucket);
      return value === undefined ? [] : [[name, value]];
    });
  return {
    Timestamp: new Date(time),
    Unit: unit,
    ...Object.fromEntries(values(simple)),
    ...(extended.length > 0 ? { ExtendedStatistics: Object.fromEntries(values(extended)) } : {}),
  };
}
