import { useMemo } from 'preact/hooks';
import { Chip } from '#views/parts/chip.tsx';
import { sayClock, Took } from '#views/parts/time.tsx';
import { useNow } from '#views/server-time.ts';
import type { ExecutionView } from '../../api/views.ts';
import type { Visit } from '../../execution/visit.ts';
import { visitsOf } from '../../execution/visits-of.ts';
import { STATUS_TONES } from './status-tones.ts';

/** Every visit to a state in order, and how long each took: where the time went. */
export function TimelineTab({ view: { events, startedAt, stoppedAt } }: { view: ExecutionView }) {
  const visits = useMemo(() => visitsOf(events), [events]);
  const now = useNow(stoppedAt === undefined);
  const end = Math.max(stoppedAt ?? now, startedAt + 1);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="table-scroll" tabIndex={0} aria-label="States in the order of time">
      <table class="events timeline">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Status</th>
            <th scope="col">Entered (UTC)</th>
            <th scope="col">Took</th>
            <th scope="col" class="timeline-bars">
              <span class="sr-only">When</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {visits.map((visit) => (
            <Row key={visit.id} visit={visit} from={startedAt} to={end} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ visit, from, to }: { visit: Visit; from: number; to: number }) {
  const { state, status, scope, enteredAt, endedAt, attempts } = visit;
  const percent = (at: number): number => Math.min(1, Math.max(0, (at - from) / (to - from))) * 100;
  const [x, end] = [percent(enteredAt), percent(endedAt ?? to)];
  return (
    <tr>
      <td class={`depth-${Math.min(3, scope.length)}`}>
        {state}
        {attempts.length > 1 ? <span class="muted small"> {attempts.length} attempts</span> : null}
      </td>
      <td>
        <Chip word={status} tone={STATUS_TONES[status]} isMoving={status === 'in progress'} />
      </td>
      <td>{sayClock(enteredAt)}</td>
      <td>
        <Took from={enteredAt} to={endedAt} />
      </td>
      <td class="timeline-bars">
        <svg width="100%" height="14" aria-hidden="true" class={`tone-${STATUS_TONES[status]}`}>
          <rect x={`${x}%`} width={`${Math.max(0.4, end - x)}%`} y="2" height="10" rx="2" />
        </svg>
      </td>
    </tr>
  );
}
