import { sayDuration } from '#core/config/duration.ts';
import { redMarks } from '#views/bake/marks-of.ts';
import { saySeries, sayStates } from '#views/bake/say-alarm.ts';
import { DataTable } from '#views/charts/data-table.tsx';
import { TimeChart } from '#views/charts/time-chart.tsx';
import { Chip } from '#views/parts/chip.tsx';
import { Pending } from '#views/parts/notice.tsx';
import { Ago, sayClock, sayMoment } from '#views/parts/time.tsx';
import { wordsOf } from '#views/state-words.ts';
import type { AlarmView } from '../../api/views.ts';
import { Measured } from '../charts/measured.tsx';
import { usePolled } from '../use-polled.ts';

/** One alarm: its state, why, and its changes. */
export function AlarmPage({ name }: { name: string }) {
  const { data, problem } = usePolled<AlarmView>(`/api/alarms/${encodeURIComponent(name)}`);
  if (!data) return <Pending problem={problem} />;
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href="/">Services</a> <span aria-hidden="true">/</span> Alarms
      </nav>
      <Head alarm={data} />
      <Recently alarm={data} />
      <section class="panel spaced" aria-labelledby="alarm-history">
        <h2 id="alarm-history">History</h2>
        {data.history.length === 0 ? <p class="muted">It has never changed.</p> : <Changes history={data.history} />}
      </section>
    </>
  );
}

function Recently({ alarm: { now, from, name, chart } }: { alarm: AlarmView }) {
  const { series, states, undrawn } = chart;
  return (
    <section class="panel spaced" aria-labelledby="alarm-recently">
      <h2 id="alarm-recently">
        {series?.name ?? 'States'} <span class="muted">in the last {sayDuration(now - from)}</span>
      </h2>
      {undrawn ? <p class="muted small">{undrawn}</p> : null}
      <Measured>
        {(width) => (
          <TimeChart
            width={width}
            from={from}
            to={now}
            series={series}
            states={states}
            marks={redMarks(states)}
            label={`${name} ${sayStates(states)}. ${series ? saySeries(series) : ''}`}
          />
        )}
      </Measured>
      <DataTable
        caption={`Values of ${name}`}
        header={['Time (UTC)', 'Value']}
        rows={[...(series?.points ?? [])].reverse().map(({ at, value }) => [sayClock(at).slice(0, 8), value])}
      />
    </section>
  );
}

function Head({ alarm }: { alarm: AlarmView }) {
  const { name, state, reason, changedAt, rule, description, actionsEnabled } = alarm;
  return (
    <header class="release-head">
      <div class="release-title">
        <h1>{name}</h1>
        <span role="status">
          <Chip {...wordsOf(state)} />
        </span>
        {changedAt === undefined ? null : (
          <span class="muted">
            since <Ago at={changedAt} />
          </span>
        )}
      </div>
      <p class="release-sentence">{reason}</p>
      <ul class="facts">
        {description ? <li>{description}</li> : null}
        {rule ? <li>{rule}</li> : null}
        {actionsEnabled ? null : <li>Its actions are switched off.</li>}
      </ul>
    </header>
  );
}

const Changes = ({ history }: { history: AlarmView['history'] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
  <section class="table-scroll" tabIndex={0} aria-label="Changes of the alarm">
    <table class="events">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Kind</th>
          <th scope="col">What happened</th>
        </tr>
      </thead>
      <tbody>
        {history.map(({ at, type, summary }) => (
          <tr key={`${at} ${summary}`}>
            <td>{sayMoment(at)}</td>
            <td>{type}</td>
            <td>{summary}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
