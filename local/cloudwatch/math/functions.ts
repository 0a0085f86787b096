import type { Window } from '../metrics/read-series.ts';
import { type Points, scalar, series, seriesOver, type Value, valueAt } from './value.ts';

type MathFunction = (args: Value[], window: Window) => Value;

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

/** The functions of metric math that exist here; the others are refused by name. */
const FUNCTIONS: Record<string, MathFunction> = {
  ABS: ([of]) => each(of, Math.abs),
  CEIL: ([of]) => each(of, Math.ceil),
  FLOOR: ([of]) => each(of, Math.floor),
  SUM: (args) => aggregate(args, sum),
  AVG: (args) => aggregate(args, (values) => sum(values) / values.length),
  MIN: (args) => aggregate(args, (values) => Math.min(...values)),
  MAX: (args) => aggregate(args, (values) => Math.max(...values)),
  PERIOD: (_args, { periodMs }) => scalar(periodMs / 1000),
  FILL: fill,
  IF: conditional,
};

export const functionNames: readonly string[] = Object.keys(FUNCTIONS);

export function callFunction(name: string, args: Value[], window: Window): Value {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!found) throw new Error(`the function ${name} is not supported here, only ${functionNames.join(', ')}`);
  return found(args, window);
}

function each(of: Value | undefined, compute: (value: number) => number): Value {
  if (of?.kind === 'scalar') return scalar(compute(of.value));
  const points = pointsOf(of);
  return seriesOver(points.keys(), (time) => compute(points.get(time) ?? Number.NaN));
}

/** Of a list: per period over those series that have data then. Of one series: a single number. */
function aggregate([of]: Value[], compute: (values: number[]) => number): Value {
  if (of?.kind !== 'list') return scalar(compute([...pointsOf(of).values()]));
  const times = new Set(of.items.flatMap((item) => (item.kind === 'series' ? [...item.points.keys()] : [])));
  return seriesOver(
    [...times].sort((a, b) => a - b),
    (time) => compute(of.items.map((item) => valueAt(item, time)).filter((value) => value !== undefined)),
  );
}

/** `FILL(m1, 0)`: a value for every period of the window that has none. */
function fill([of, filler]: Value[], { start, end, periodMs }: Window): Value {
  const points = pointsOf(of);
  if (!filler) throw new Error('FILL needs a time series and a value');
  const times: number[] = [];
  for (let time = start; time < end; time += periodMs) times.push(time);
  return seriesOver(times, (time) => points.get(time) ?? valueAt(filler, time));
}

/** `IF(condition, then, else)`; without `else` the periods where the condition is 0 have no datapoint. */
function conditional([condition, then, otherwise]: Value[]): Value {
  if (!(condition && then)) throw new Error('IF needs a condition and a value');
  const pick = (value: number): Value => (value !== 0 ? then : (otherwise ?? series(new Map())));
  if (condition.kind === 'scalar') return pick(condition.value);
  return seriesOver(pointsOf(condition).keys(), (time) => valueAt(pick(valueAt(condition, time) ?? 0), time));
}

function pointsOf(value: Value | undefined): Points {
  if (value?.kind !== 'series') throw new Error('a time series is expected here');
  return value.points;
}
