import type { LedgerEvent } from '#core/ledger/items.ts';
import { sayClock, sayMoment } from '../parts/time.tsx';
import { alarmPath } from '../paths.ts';
import { releaseWords } from '../state-words.ts';

/** What happened to the release, the newest first; what somebody had to be called for is marked. */
export const History = ({ events }: { events: LedgerEvent[] }) => (
  <section class="panel" aria-labelledby="history">
    <h2 id="history">History</h2>
    <ol class="history">
      {[...events].reverse().map((event) => (
        <Line key={event.number} event={event} />
      ))}
    </ol>
  </section>
);

function Line({ event }: { event: LedgerEvent }) {
  const { at, actor, sentence, state, page, alarms = [], logs } = event;
  return (
    <li class={`history-line tone-${page ? 'bad' : releaseWords(state).tone}`}>
      <time dateTime={new Date(at).toISOString()} title={sayMoment(at)}>
        {sayClock(at).slice(0, 8)}
      </time>
      <div>
        {page ? <strong class="loud">Somebody has to look at this. </strong> : null}
        <span class="sentence">{sentence}</span>
        <span class="muted small history-by">
          <bdi>{actor}</bdi>
          {alarms.map((name) => (
            <a key={name} href={alarmPath(name)}>
              alarm {name}
            </a>
          ))}
          {logs && /^https?:\/\//.test(logs) ? <a href={logs}>logs</a> : null}
        </span>
      </div>
    </li>
  );
}
