import type { GetMetricDataInput, GetMetricDataOutput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { parseDataQueries } from '../metrics/data-query.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { type QueryResult, runQueries, type Span } from '../metrics/run-queries.ts';
import { readToken, writeToken } from '../page.ts';
import { refuseUnsupported, validationError } from '../refusals.ts';

const MOST_DATAPOINTS = 100_800;

/** Answers stat and math queries; datapoints beyond MaxDatapoints come with the next token. */
export function getMetricData(
  store: MetricStore,
  input: GetMetricDataInput,
  shortPeriods: boolean,
): GetMetricDataOutputOf {
  refuseUnsupported(input, ['LabelOptions']);
  const { MetricDataQueries = [], StartTime, EndTime, ScanBy = 'TimestampDescending', NextToken } = input;
  if (MetricDataQueries.length < 1 || MetricDataQueries.length > 500) {
    throw validationError('MetricDataQueries must have between 1 and 500 elements.');
  }
  const limit = input.MaxDatapoints ?? MOST_DATAPOINTS;
  if (limit < 1 || limit > MOST_DATAPOINTS)
    throw validationError(`MaxDatapoints must be between 1 and ${MOST_DATAPOINTS}.`);
  const queries = parseDataQueries(MetricDataQueries, shortPeriods);
  const results = run(() => runQueries(store, queries, spanBetween(StartTime, EndTime)));
  return cut(results, ScanBy === 'TimestampAscending', NextToken === undefined ? 0 : readToken(NextToken), limit);
}

type GetMetricDataOutputOf = Omit<GetMetricDataOutput, '$metadata'>;

/** Periods start at multiples of their length; the first one contains StartTime, the last one starts before EndTime. */
export function spanBetween(startTime: Date | undefined, endTime: Date | undefined): Span {
  const from = startTime?.getTime() ?? Number.NaN;
  const to = endTime?.getTime() ?? Number.NaN;
  if (!(from < to)) throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  return (periodMs) => ({
    start: Math.floor(from / periodMs) * periodMs,
    end: Math.ceil(to / periodMs) * periodMs,
    periodMs,
  });
}

function run<T>(query: () => T): T {
  try {
    return query();
  } catch (cause) {
    throw validationError((cause as Error).message);
  }
}

/** Takes `limit` datapoints from offset `from` of all results laid end to end. */
function cut(results: QueryResult[], ascending: boolean, from: number, limit: number): GetMetricDataOutputOf {
  let offset = 0;
  const page: MetricDataResult[] = results.map(({ query, points }) => {
    const sorted = [...points].sort(([a], [b]) => (ascending ? a - b : b - a));
    const taken = sorted.slice(Math.max(0, from - offset), Math.max(0, from + limit - offset));
    const complete = offset + sorted.length <= from + limit;
    offset += sorted.length;
    return {
      Id: query.id,
      Label: query.label,
      Timestamps: taken.map(([time]) => new Date(time)),
      Values: taken.map(([, value]) => value),
      StatusCode: complete ? 'Complete' : 'PartialData',
    };
  });
  return {
    MetricDataResults: page,
    Messages: [],
    ...(offset > from + limit ? { NextToken: writeToken(from + limit) } : {}),
  };
}
