import type { Point, Series } from './chart.ts';

interface SeriesShapeProps {
  series: Series;
  x: (at: number) => number;
  y: (value: number) => number;
  floor: number;
}

/** Bars for amounts; for measures a line that is broken where there was no data. */
export function SeriesShape({ series: { points, periodMs, shape, thinned = 1 }, x, y, floor }: SeriesShapeProps) {
  const step = periodMs * thinned;
  if (shape === 'bars') {
    return (
      <g class="series-bars">
        {points.map(({ at, value }) => {
          const width = Math.max(1.5, x(at + step) - x(at) - 1);
          // What was nothing is drawn too: that it was measured is not the same as that nobody knows.
          const height = Math.max(1.5, floor - y(value));
          return <rect key={at} x={x(at)} y={floor - height} width={width} height={height} />;
        })}
      </g>
    );
  }
  return (
    <g class="series-line">
      {runsOf(points, step).map((run) => (
        <path key={run[0]?.at} d={`M${run.map(({ at, value }) => `${x(at + step / 2)} ${y(value)}`).join('L')}`} />
      ))}
      {points.length <= 120
        ? points.map(({ at, value }) => <circle key={at} cx={x(at + step / 2)} cy={y(value)} r="2.2" />)
        : null}
    </g>
  );
}

/** Points that follow each other without a period between them. */
function runsOf(points: Point[], step: number): Point[][] {
  const runs: Point[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && point.at - last.at <= step * 1.5) run.push(point);
    else runs.push([point]);
  }
  return runs;
}
