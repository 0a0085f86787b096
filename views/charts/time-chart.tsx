import type { Mark, Series, StateSpan } from './chart.ts';
import { inLanes } from './in-lanes.ts';
import { niceTicks } from './nice-ticks.ts';
import { SeriesShape } from './series-shape.tsx';
import { timeTicks } from './time-ticks.ts';

export interface TimeChartProps {
  width: number;
  /** Both edges, epoch ms. */
  from: number;
  to: number;
  series?: Series | undefined;
  states?: StateSpan[];
  marks: Mark[];
  /** What is watched: the time of the bake. */
  watched?: { from: number; to: number } | undefined;
  /** What somebody hears who does not see it. */
  label: string;
}

const LEFT = 46;
const RIGHT = 12;
const LANE = 16;
const PLOT = 110;
const STRIP = 9;
const LABEL_WIDTH = 76;

/** A metric over time with its threshold, the states of its alarm below it, and what happened above it. Without a metric: the states alone. */
export function TimeChart({ width, from, to, series, states = [], marks, watched, label }: TimeChartProps) {
  const x = (at: number): number =>
    LEFT + ((Math.min(to, Math.max(from, at)) - from) / Math.max(1, to - from)) * (width - LEFT - RIGHT);
  const labels = inLanes(
    marks.filter(({ at }) => at >= from && at <= to).map((mark) => ({ ...mark, x: x(mark.at) })),
    LEFT,
    width - RIGHT,
  );
  const top = 6 + LANE * Math.max(1, ...labels.map(({ lane }) => lane + 1));
  const floor = top + (series ? PLOT : 10);
  const strip = floor + 6;
  const height = strip + (states.length > 0 ? STRIP + 4 : 0) + 18;
  return (
    <svg class="chart" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {watched ? (
        <rect
          class="chart-watched"
          x={x(watched.from)}
          y={top}
          width={Math.max(1, x(watched.to) - x(watched.from))}
          height={floor - top}
        />
      ) : null}
      {series ? <Metric series={series} x={x} top={top} floor={floor} right={width - RIGHT} /> : null}
      {timeTicks(from, to, Math.floor((width - LEFT - RIGHT) / LABEL_WIDTH)).map((tick) => (
        <g key={tick.at} class="chart-grid">
          <line x1={x(tick.at)} x2={x(tick.at)} y1={floor} y2={floor + 4} />
          <text x={x(tick.at)} y={height - 3} text-anchor={anchorAt(x(tick.at), width)}>
            {tick.label}
          </text>
        </g>
      ))}
      <line class="chart-floor" x1={LEFT} x2={width - RIGHT} y1={floor} y2={floor} />
      {states.map((span) => (
        <rect
          key={span.from}
          class={`span span-${span.state.toLowerCase()}`}
          x={x(span.from)}
          y={strip}
          width={Math.max(1.5, x(span.to) - x(span.from))}
          height={STRIP}
        >
          <title>{span.state}</title>
        </rect>
      ))}
      {labels.map((mark) => (
        <g key={`${mark.at} ${mark.label}`} class={`mark mark-${mark.tone}`}>
          <line x1={mark.x} x2={mark.x} y1={(mark.lane + 1) * LANE} y2={states.length > 0 ? strip + STRIP : floor} />
          <text x={mark.x} y={mark.lane * LANE + 12} text-anchor={mark.anchor}>
            {mark.label}
          </text>
        </g>
      ))}
    </svg>
  );
}

const anchorAt = (x: number, width: number): 'start' | 'middle' | 'end' =>
  x < LEFT + 24 ? 'start' : x > width - RIGHT - 24 ? 'end' : 'middle';

interface MetricProps {
  series: Series;
  x: (at: number) => number;
  top: number;
  floor: number;
  right: number;
}

function Metric({ series, x, top, floor, right }: MetricProps) {
  const { points, threshold } = series;
  const most = Math.max(0, ...points.map(({ value }) => value), (threshold?.value ?? 0) * 1.15);
  const ticks = niceTicks(most, 3);
  const highest = ticks.at(-1) ?? 1;
  const y = (value: number): number => floor - (Math.max(0, value) / highest) * (floor - top - 4);
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick} class="chart-grid">
          <line x1={LEFT} x2={right} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 8} y={y(tick) + 4} text-anchor="end">
            {sayValue(tick)}
          </text>
        </g>
      ))}
      <SeriesShape series={series} x={x} y={y} floor={floor} />
      {threshold ? (
        <g class="chart-threshold">
          <line x1={LEFT} x2={right} y1={y(threshold.value)} y2={y(threshold.value)} />
          <text x={right} y={y(threshold.value) - 5} text-anchor="end">
            {threshold.rule}
          </text>
        </g>
      ) : null}
    </>
  );
}

/** `0.25`, `412`, `12k`, `3.4M`: short enough for an axis. */
export function sayValue(value: number): string {
  const size = Math.abs(value);
  if (size >= 1_000_000) return `${trim(value / 1_000_000)}M`;
  return size >= 10_000 ? `${trim(value / 1_000)}k` : trim(value);
}

const trim = (value: number): string => String(Number(value.toPrecision(3)));
