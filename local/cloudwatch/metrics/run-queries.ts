import { evaluateExpression } from '../math/evaluate-expression.ts';
import { idsOf } from '../math/parse-expression.ts';
import { type Points, seriesOver, type Value } from '../math/value.ts';
import type { DataQuery, MathQuery, StatQuery } from './data-query.ts';
import type { MetricStore } from './metric-store.ts';
import { readBuckets, type Window } from './read-series.ts';

/** From when to when (epoch ms, end exclusive), and how a period in ms is laid into that span. */
export type Span = (periodMs: number) => Window;

export interface QueryResult {
  query: DataQuery;
  points: Points;
}

/** Runs checked queries and returns those that return data. Throws an Error when an expression's parts do not fit together. */
export function runQueries(store: MetricStore, queries: DataQuery[], span: Span): QueryResult[] {
  const known = new Map<string, Value>();
  const running = new Set<string>();
  const lookup = (id: string): Value => {
    const done = known.get(id);
    if (done) return done;
    const query = queries.find((candidate) => candidate.id === id);
    if (!query) throw new Error(`there is no query ${id}`);
    if (running.has(id)) throw new Error(`the expression ${id} refers to itself`);
    running.add(id);
    const value = query.kind === 'stat' ? runStat(store, query, span) : runMath(query, lookup, queries, span);
    known.set(id, value);
    return value;
  };
  return queries
    .filter(({ returnData }) => returnData)
    .map((query) => ({ query, points: asPoints(lookup(query.id), query, queries, span) }));
}

function runStat(store: MetricStore, query: StatQuery, span: Span): Value {
  const buckets = readBuckets(store, query.metric, query.unit, span(query.period * 1000));
  return seriesOver(buckets.keys(), (time) => {
    const bucket = buckets.get(time);
    return bucket && query.statistic(bucket);
  });
}

function runMath(query: MathQuery, lookup: (id: string) => Value, queries: DataQuery[], span: Span): Value {
  return evaluateExpression(query.expression, lookup, span(periodOf(query, queries) * 1000));
}

/** The period in seconds of a query: an expression has that of the metrics under it, which must be one and the same. */
export function periodOf(query: DataQuery, queries: DataQuery[]): number {
  const periods = new Set(periodsUnder(query, queries, []));
  if (periods.size > 1)
    throw new Error(`the metrics of ${query.id} have different periods: ${[...periods].join(', ')}`);
  return [...periods][0] ?? 60;
}

function periodsUnder(query: DataQuery, queries: DataQuery[], path: string[]): number[] {
  if (query.kind === 'stat') return [query.period];
  if (path.includes(query.id)) throw new Error(`the expression ${query.id} refers to itself`);
  const below = idsOf(query.expression);
  return queries
    .filter(({ id }) => below.includes(id))
    .flatMap((child) => periodsUnder(child, queries, [...path, query.id]));
}

/** A number as a result is a line: the same value in every period. */
function asPoints(value: Value, query: DataQuery, queries: DataQuery[], span: Span): Points {
  if (value.kind === 'series') return value.points;
  if (value.kind === 'list') throw new Error(`the expression ${query.id} gives more than one time series`);
  const { start, end, periodMs } = span(periodOf(query, queries) * 1000);
  const filled = new Map<number, number>();
  for (let time = start; time < end; time += periodMs) filled.set(time, value.value);
  return Number.isFinite(value.value) ? filled : new Map();
}
