/** Start of period (epoch ms) -> value. */
export type Points = ReadonlyMap<number, number>;

/** What a metric math expression can be on its way to a result. */
export type Value =
  | { kind: 'scalar'; value: number }
  | { kind: 'series'; points: Points }
  | { kind: 'list'; items: Value[] };

export const scalar = (value: number): Value => ({ kind: 'scalar', value });
export const series = (points: Points): Value => ({ kind: 'series', points });

/** The value at one time; undefined where a series has no data. */
export function valueAt(value: Value, time: number): number | undefined {
  if (value.kind === 'list') throw new Error('a list of time series cannot be used here');
  return value.kind === 'scalar' ? value.value : value.points.get(time);
}

/** Maps every time of `times` that `compute` has an answer for; results that are no finite number give no datapoint. */
export function seriesOver(times: Iterable<number>, compute: (time: number) => number | undefined): Value {
  const points = new Map<number, number>();
  for (const time of times) {
    const value = compute(time);
    if (value !== undefined && Number.isFinite(value)) points.set(time, value);
  }
  return series(points);
}
