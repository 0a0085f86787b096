import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { functionNames } from '../math/functions.ts';
import { type Expression, idsOf, parseExpression } from '../math/parse-expression.ts';
import { refuseUnsupported, validationError } from '../refusals.ts';
import { fromDimensionList, type MetricIdentity } from './metric-identity.ts';
import { isDataPeriod } from './periods.ts';
import { parseStatistic, type Statistic } from './statistic.ts';

/** One query of GetMetricData or of an alarm's `Metrics`, checked. */
export type DataQuery = StatQuery | MathQuery;

interface QueryCommon {
  id: string;
  label: string;
  returnData: boolean;
}

export interface StatQuery extends QueryCommon {
  kind: 'stat';
  metric: MetricIdentity;
  unit: string | undefined;
  statistic: Statistic;
  /** Seconds. */
  period: number;
}

export interface MathQuery extends QueryCommon {
  kind: 'math';
  expression: Expression;
}

/** Checks the queries of one request together. Throws CloudWatch's ValidationError that names the first bad query. */
export function parseDataQueries(input: MetricDataQuery[], shortPeriods: boolean): DataQuery[] {
  const queries = input.map((query) => parseQuery(query, shortPeriods));
  const ids = new Set(queries.map(({ id }) => id));
  if (ids.size < queries.length)
    throw validationError('The values for parameter id in MetricDataQueries are not unique.');
  for (const query of queries) if (query.kind === 'math') checkMath(query, ids);
  return queries;
}

function parseQuery(query: MetricDataQuery, shortPeriods: boolean): DataQuery {
  refuseUnsupported(query, ['AccountId']);
  const { Id: id = '', Expression: text, MetricStat: stat } = query;
  if (!/^[a-z][a-zA-Z0-9_]{0,254}$/.test(id)) {
    throw validationError(
      `The value ${id} for parameter MetricDataQueries.member.Id is not matching the expected pattern.`,
    );
  }
  if ((stat === undefined) === (text === undefined)) {
    throw validationError(`The query ${id} must have either MetricStat or Expression.`);
  }
  const returnData = query.ReturnData ?? true;
  if (text !== undefined) {
    return { kind: 'math', id, label: query.Label ?? id, returnData, expression: parseMath(id, text) };
  }
  const { metric, period, statistic, unit } = parseStat(id, stat, shortPeriods);
  return { kind: 'stat', id, label: query.Label ?? metric.metricName, returnData, metric, period, statistic, unit };
}

function parseStat(id: string, stat: MetricDataQuery['MetricStat'], shortPeriods: boolean) {
  const { Namespace: namespace, MetricName: metricName, Dimensions } = stat?.Metric ?? {};
  if (!(namespace && metricName)) throw validationError(`The query ${id} needs a Namespace and a MetricName.`);
  const period = stat?.Period ?? 0;
  if (!isDataPeriod(period, shortPeriods)) {
    throw validationError(`The Period ${period} of the query ${id} must be 1, 5, 10, 20, 30 or a multiple of 60.`);
  }
  const statistic = parseStatistic(stat?.Stat ?? '');
  if (!statistic)
    throw validationError(`The value ${stat?.Stat} for parameter Stat of the query ${id} is not supported.`);
  return {
    metric: { namespace, metricName, dimensions: fromDimensionList(Dimensions) },
    period,
    statistic,
    unit: stat?.Unit,
  };
}

function parseMath(id: string, text: string): Expression {
  try {
    return parseExpression(text);
  } catch (cause) {
    throw validationError(`Error in expression '${id}': ${(cause as Error).message}`);
  }
}

function checkMath({ id, expression }: MathQuery, ids: Set<string>): void {
  const unknown = idsOf(expression).find((other) => !ids.has(other) || other === id);
  if (unknown) throw validationError(`Error in expression '${id}': the id ${unknown} is not one of the other queries`);
  const call = callsOf(expression).find((name) => !functionNames.includes(name));
  if (call) {
    throw validationError(
      `Error in expression '${id}': the function ${call} is not supported here, only ${functionNames.join(', ')}`,
    );
  }
}

function callsOf(expression: Expression): string[] {
  if (expression.kind === 'call') return [expression.name, ...expression.args.flatMap(callsOf)];
  if (expression.kind === 'list') return expression.items.flatMap(callsOf);
  return expression.kind === 'binary' ? [...callsOf(expression.left), ...callsOf(expression.right)] : [];
}
