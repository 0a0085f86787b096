import { Chip } from '#views/parts/chip.tsx';
import { Pending } from '#views/parts/notice.tsx';
import { Ago, sayMoment } from '#views/parts/time.tsx';
import { wordsOf } from '#views/state-words.ts';
import type { AlarmView } from '../../api/views.ts';
import { useAlarm } from './use-alarm.ts';

/** One alarm: its state, why, and its changes. */
export function AlarmPage({ name }: { name: string }) {
  const { data, problem } = useAlarm(name);
  if (!data) return <Pending problem={problem} />;
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href="/">Services</a> <span aria-hidden="true">/</span> Alarms
      </nav>
      <Head alarm={data} />
      <section class="panel" aria-labelledby="alarm-history">
        <h2 id="alarm-history">History</h2>
        {data.history.length === 0 ? <p class="muted">It has never changed.</p> : <Changes history={data.history} />}
      </section>
    </>
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
  <div class="table-scroll">
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
  </div>
);
