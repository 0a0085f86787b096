import type { Week } from '#core/delivery/weeks.ts';
import { niceTicks } from '../charts/nice-ticks.ts';

const HEIGHT = 190;
const LEFT = 34;
const RIGHT = 14;
const TOP = 10;
const BOTTOM = 26;
const FLOOR = HEIGHT - BOTTOM;

const PARTS = [
  { kind: 'good', word: 'good' },
  { kind: 'bad', word: 'failed' },
  { kind: 'open', word: 'not known yet' },
] as const;

/** Bars of deployments per week, what failed at the foot of each, where it is compared best. */
export function WeeksChart({ weeks, width }: { weeks: Week[]; width: number }) {
  const ticks = niceTicks(Math.max(1, ...weeks.map(sum)), 4).filter(Number.isInteger);
  const top = ticks.at(-1) ?? 1;
  const y = (count: number): number => FLOOR - (count / top) * (FLOOR - TOP);
  const slot = (width - LEFT - RIGHT) / weeks.length;
  const every = Math.ceil(56 / slot);
  return (
    <svg
      class="chart"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={sayWeeks(weeks)}
    >
      {ticks.map((tick) => (
        <g key={tick} class="chart-grid">
          <line x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 8} y={y(tick) + 4} text-anchor="end">
            {tick}
          </text>
        </g>
      ))}
      {weeks.map((week, i) => (
        <g key={week.from}>
          <Bar week={week} x={LEFT + (i + 0.5) * slot} width={Math.min(34, slot * 0.62)} y={y} />
          {(weeks.length - 1 - i) % every === 0 ? (
            <text class="chart-label" x={LEFT + (i + 0.5) * slot} y={HEIGHT - 8} text-anchor="middle">
              {sayWeek(week.from)}
            </text>
          ) : null}
        </g>
      ))}
    </svg>
  );
}

interface BarProps {
  week: Week;
  /** Of its middle. */
  x: number;
  width: number;
  y: (count: number) => number;
}

function Bar({ week, x, width, y }: BarProps) {
  const { good, bad, open } = week;
  const parts = [
    { kind: 'bad', from: 0, to: bad },
    { kind: 'good', from: bad, to: bad + good },
    { kind: 'open', from: bad + good, to: bad + good + open },
  ].filter(({ from, to }) => to > from);
  return (
    <g>
      <title>{`week of ${sayWeek(week.from)}: ${sayParts(week)}`}</title>
      {parts.map(({ kind, from, to }) => (
        <rect
          key={kind}
          class={`bar bar-${kind}`}
          x={x - width / 2}
          y={y(to)}
          width={width}
          height={y(from) - y(to)}
          rx="2"
        />
      ))}
    </g>
  );
}

/** What the colours mean. */
export const WeeksLegend = () => (
  <ul class="legend" aria-hidden="true">
    {PARTS.map(({ kind, word }) => (
      <li key={kind}>
        <span class={`swatch swatch-${kind}`} /> {word}
      </li>
    ))}
  </ul>
);

/** `16 Nov` */
export const sayWeek = (from: number): string =>
  new Date(from).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

const sum = ({ good, bad, open }: Week): number => good + bad + open;

function sayParts(week: Week): string {
  if (sum(week) === 0) return 'no deployment';
  return PARTS.filter(({ kind }) => week[kind] > 0)
    .map(({ kind, word }) => `${week[kind]} ${word}`)
    .join(', ');
}

function sayWeeks(weeks: Week[]): string {
  const [all, bad] = [
    weeks.reduce((total, week) => total + sum(week), 0),
    weeks.reduce((total, week) => total + week.bad, 0),
  ];
  return `Deployments per week: ${all} in ${weeks.length} weeks, of which ${bad} failed. The numbers are in the table below.`;
}
