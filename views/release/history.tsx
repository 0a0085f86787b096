import type { LedgerEvent } from '#core/ledger/items.ts';
import { Clock } from '../parts/time.tsx';
import { useSetting } from '../setting.tsx';
import { releaseWords } from '../state-words.ts';

/** What happened to the release, the newest first; what somebody had to be called for is marked. */
export const History = ({ events }: { events: LedgerEvent[] }) => (
  <section class="panel" aria-label="History">
    <h2>History</h2>
    <ol class="history">
      {[...events].reverse().map((event) => (
        <Line key={event.number} event={event} />
      ))}
    </ol>
  </section>
);

function Line({ event }: { event: LedgerEvent }) {
  const { at, actor, sentence, state, page, alarms = [], logs } = event;
  const { alarmUrl, outward } = useSetting();
  return (
    <li class={`history-line tone-${page ? 'bad' : releaseWords(state).tone}`}>
      <Clock at={at} />
      <div>
        {page ? <strong class="loud">Somebody has to look at this. </strong> : null}
        <span class="sentence">{sentence}</span>
        <span class="muted small history-by">
          <bdi>{actor}</bdi>
          {alarms.map((name) => (
            <a key={name} href={alarmUrl(name)} {...outward}>
              alarm {name}
            </a>
          ))}
          {logs && /^https?:\/\//.test(logs) ? (
            <a href={logs} {...outward}>
              logs
            </a>
          ) : null}
        </span>
      </div>
    </li>
  );
}
