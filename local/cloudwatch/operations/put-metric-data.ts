import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { addValue, type Bucket, bucketOfSet, emptyBucket } from '../metrics/bucket.ts';
import { fromDimensionList } from '../metrics/metric-identity.ts';
import type { MetricRow, MetricStore } from '../metrics/metric-store.ts';
import { invalidValue, missingParameter, refuseUnsupported } from '../refusals.ts';

const DAY = 86_400_000;

/** Standard-resolution data is kept per minute, high-resolution data (StorageResolution 1) per second. */
export function putMetricData(store: MetricStore, input: PutMetricDataInput, now: number): void {
  refuseUnsupported(input, ['EntityMetricData', 'StrictEntityValidation']);
  const { Namespace: namespace, MetricData: data } = input;
  if (!namespace) throw missingParameter('Namespace');
  if (namespace.startsWith('AWS/')) throw invalidValue('The value AWS/ for parameter Namespace is reserved.');
  if (!data?.length) throw missingParameter('MetricData');
  if (data.length > 1000) throw invalidValue('The collection MetricData must not have a size greater than 1000.');
  store.append(data.map((datum) => rowOf(namespace, datum, now)));
}

function rowOf(namespace: string, datum: MetricDatum, now: number): MetricRow {
  const { MetricName: metricName, Dimensions, StorageResolution = 60, Unit: unit = 'None' } = datum;
  if (!metricName) throw missingParameter('MetricName');
  if ((Dimensions?.length ?? 0) > 30) throw invalidValue(`The metric ${metricName} has more than 30 dimensions.`);
  if (![1, 60].includes(StorageResolution)) throw invalidValue('StorageResolution must be 1 or 60.');
  const resolution = StorageResolution * 1000;
  const time = Math.floor(timeOf(datum, now) / resolution) * resolution;
  return { namespace, metricName, dimensions: fromDimensionList(Dimensions), unit, time, bucket: bucketOfDatum(datum) };
}

function timeOf({ MetricName, Timestamp }: MetricDatum, now: number): number {
  const time = Timestamp?.getTime() ?? now;
  if (time < now - 14 * DAY || time > now + DAY / 12) {
    throw invalidValue(`The Timestamp of ${MetricName} must be within the last two weeks or the next two hours.`);
  }
  return time;
}

function bucketOfDatum({ MetricName, Value, Values, Counts, StatisticValues }: MetricDatum): Bucket {
  if ([Value, Values, StatisticValues].filter((given) => given !== undefined).length !== 1) {
    throw invalidValue(`The metric ${MetricName} must have exactly one of Value, Values and StatisticValues.`);
  }
  if (StatisticValues) {
    const { SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0 } = StatisticValues;
    checkNumbers(MetricName, [SampleCount, Sum, Minimum, Maximum]);
    if (SampleCount <= 0) throw invalidValue(`The SampleCount of ${MetricName} must be greater than 0.`);
    return bucketOfSet({ count: SampleCount, sum: Sum, min: Minimum, max: Maximum });
  }
  const values = Values ?? [Value ?? Number.NaN];
  checkValues(MetricName, values, Counts);
  const bucket = emptyBucket();
  for (const [index, value] of values.entries()) addValue(bucket, value, Counts?.[index] ?? 1);
  return bucket;
}

function checkValues(name: string | undefined, values: number[], counts: number[] | undefined): void {
  if (values.length === 0 || values.length > 150)
    throw invalidValue(`The Values of ${name} must have 1 to 150 elements.`);
  if (counts && counts.length !== values.length)
    throw invalidValue(`Values and Counts of ${name} must have the same length.`);
  checkNumbers(name, [...values, ...(counts ?? [])]);
  if (counts?.some((count) => count <= 0)) throw invalidValue(`The Counts of ${name} must be greater than 0.`);
}

function checkNumbers(name: string | undefined, numbers: number[]): void {
  if (!numbers.every(Number.isFinite)) throw invalidValue(`The metric ${name} has a value that is no finite number.`);
}
