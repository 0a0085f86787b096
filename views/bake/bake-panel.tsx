import type { Mark, Series } from '../charts/chart.ts';
import { DataTable } from '../charts/data-table.tsx';
import { TimeChart } from '../charts/time-chart.tsx';
import { Chip } from '../parts/chip.tsx';
import { sayClock, Took } from '../parts/time.tsx';
import { alarmPath } from '../paths.ts';
import type { Tone } from '../state-words.ts';
import type { AlarmChart, BakeView, EvidenceChart } from './bake-view.ts';
import { marksOf, redMarks } from './marks-of.ts';
import { sayChart, saySeries, sayStates } from './say-alarm.ts';

interface BakeProps {
  bake: BakeView;
  /** Of the charts, in pixels. */
  width: number;
}

/** What was watched while a release was in a stage, and what came of it. */
export function BakePanel({ bake, width }: BakeProps) {
  const { stage, verdict, alarms, evidence, bakeStartedAt, leftAt } = bake;
  const heading = `bake-${stage}`;
  return (
    <section class="panel bake" aria-labelledby={heading}>
      <header class="bake-head">
        <h3 id={heading}>{stage}</h3>
        <Verdict bake={bake} />
        {bakeStartedAt === undefined ? null : (
          <span class="muted small">
            watched for <Took from={bakeStartedAt} to={verdict && verdict.kind !== 'not yet' ? verdict.at : leftAt} />
          </span>
        )}
      </header>
      {verdict ? <p class="sentence bake-reason">{verdict.reason}</p> : null}
      {alarms.length === 0 ? <p class="muted">No alarm watches this stage.</p> : null}
      {alarms.map((alarm) => (
        <Alarm key={alarm.name} alarm={alarm} bake={bake} width={width} />
      ))}
      {evidence ? <Evidence evidence={evidence} bake={bake} width={width} /> : null}
    </section>
  );
}

const VERDICTS: Readonly<Record<string, Tone>> = { healthy: 'good', unhealthy: 'bad', inconclusive: 'waiting' };

function Verdict({ bake: { verdict, bakeStartedAt, leftAt, turnedAt } }: { bake: BakeView }) {
  if (verdict && verdict.kind !== 'not yet')
    return <Chip word={verdict.kind} tone={VERDICTS[verdict.kind] ?? 'quiet'} />;
  if (turnedAt !== undefined) return <Chip word="Turned around" tone="bad" />;
  if (leftAt !== undefined) return <Chip word="No verdict" tone="quiet" />;
  return <Chip word={bakeStartedAt === undefined ? 'Deploying' : 'No verdict yet'} tone="busy" isMoving />;
}

const watchedIn = ({ bakeStartedAt, verdict, turnedAt, leftAt, to }: BakeView) =>
  bakeStartedAt === undefined
    ? undefined
    : {
        from: bakeStartedAt,
        to: (verdict && verdict.kind !== 'not yet' ? verdict.at : undefined) ?? turnedAt ?? leftAt ?? to,
      };

function Alarm({ alarm, bake, width }: BakeProps & { alarm: AlarmChart }) {
  const { name, rule, states, series, undrawn } = alarm;
  return (
    <article class="bake-chart">
      <h4>
        <a href={alarmPath(name)}>{name}</a> <span class="muted">{sayStates(states)}</span>
      </h4>
      {rule ? <p class="muted small">{rule}</p> : null}
      {undrawn ? <p class="muted small">{undrawn}</p> : null}
      <TimeChart
        {...frameOf(bake, width)}
        series={series}
        states={states}
        marks={[...marksOf(bake), ...redMarks(states)]}
        label={sayChart(alarm, bake)}
      />
      <Numbers
        caption={`${name} in ${bake.stage}`}
        series={series}
        marks={[...marksOf(bake), ...statesAsMarks(alarm)]}
      />
    </article>
  );
}

function Evidence({ evidence, bake, width }: BakeProps & { evidence: EvidenceChart }) {
  const { name, series, undrawn, needed, seen } = evidence;
  return (
    <article class="bake-chart">
      <h4>
        Evidence: {name}{' '}
        <span class="muted">
          {seen === undefined ? `at least ${needed} must be seen` : `${seen} seen of at least ${needed}`}
        </span>
      </h4>
      {undrawn ? <p class="muted small">{undrawn}</p> : null}
      {series ? (
        <>
          <TimeChart
            {...frameOf(bake, width)}
            series={series}
            marks={marksOf(bake)}
            label={`Evidence in ${bake.stage}: ${saySeries(series)}`}
          />
          <Numbers caption={`${name} in ${bake.stage}`} series={series} marks={marksOf(bake)} />
        </>
      ) : null}
    </article>
  );
}

const frameOf = (bake: BakeView, width: number) => ({ width, from: bake.from, to: bake.to, watched: watchedIn(bake) });

const statesAsMarks = ({ states }: AlarmChart): Mark[] =>
  states.map(({ from, state }) => ({ at: from, label: `is ${state}`, tone: 'quiet' }));

/** Every value and everything that happened, in the order of time. */
function Numbers({ caption, series, marks }: { caption: string; series: Series | undefined; marks: Mark[] }) {
  const lines = [
    ...marks.map(({ at, label }) => ({ at, value: '', what: label })),
    ...(series?.points ?? []).map(({ at, value }) => ({ at, value: String(value), what: '' })),
  ].sort((a, b) => a.at - b.at);
  return (
    <DataTable
      caption={caption}
      header={['Time (UTC)', 'Value', 'What happened']}
      rows={lines.map(({ at, value, what }) => [sayClock(at).slice(0, 8), value, what])}
    />
  );
}

/** What the marks of the charts mean. */
export const BakeLegend = () => (
  <ul class="legend" aria-hidden="true">
    <li>
      <span class="swatch swatch-watched" /> bake
    </li>
    <li>
      <span class="swatch swatch-good" /> OK
    </li>
    <li>
      <span class="swatch swatch-bad" /> ALARM
    </li>
    <li>
      <span class="swatch swatch-missing" /> insufficient data
    </li>
  </ul>
);
