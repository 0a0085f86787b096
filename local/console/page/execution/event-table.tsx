import { useState } from 'preact/hooks';
import { sayDuration } from '#core/config/duration.ts';
import { sayClock } from '#views/parts/time.tsx';
import type { ExecutionView } from '../../api/views.ts';
import type { ExecutionEvent } from '../../execution/execution-event.ts';
import { findEvents, isTrouble, type Wanted } from '../../execution/find-events.ts';
import { stateNames } from '../../execution/state-names.ts';
import { JsonView } from '../parts/json-view.tsx';

/** The history, event by event, or those of them that are looked for; each row opens to its details. */
export function EventTable({ view: { events, startedAt } }: { view: ExecutionView }) {
  const [wanted, want] = useState<Wanted>({ text: '', onlyTrouble: false });
  const names = stateNames(events);
  const found = findEvents(events, names, wanted);
  return (
    <>
      <Finder wanted={wanted} want={want} found={found.length} all={events.length} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section class="table-scroll" tabIndex={0} aria-label="Events of the execution">
        <table class="events">
          <thead>
            <tr>
              <th scope="col">ID</th>
              <th scope="col">Type</th>
              <th scope="col">State</th>
              <th scope="col">Time (UTC)</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {found.map((event) => (
              <Row key={event.id} event={event} state={names.get(event.id)} startedAt={startedAt} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

interface FinderProps {
  wanted: Wanted;
  want: (wanted: Wanted) => void;
  found: number;
  all: number;
}

const Finder = ({ wanted, want, found, all }: FinderProps) => (
  <search class="finder">
    <input
      type="search"
      aria-label="Find events by type, state or details"
      placeholder="Type, state or details"
      value={wanted.text}
      onInput={(event) => want({ ...wanted, text: event.currentTarget.value })}
    />
    <label>
      <input
        type="checkbox"
        checked={wanted.onlyTrouble}
        onChange={(event) => want({ ...wanted, onlyTrouble: event.currentTarget.checked })}
      />{' '}
      Failures only
    </label>
    <span class="muted small" role="status">
      {found === all ? `${all} events` : `${found} of ${all} events`}
    </span>
  </search>
);

function Row({ event, state, startedAt }: { event: ExecutionEvent; state: string | undefined; startedAt: number }) {
  const [isOpen, setOpen] = useState(false);
  const { id, type, at, details } = event;
  const tone = isTrouble(event) ? 'tone-bad' : '';
  return (
    <>
      <tr class={tone}>
        <td>
          <button
            type="button"
            class="row-button"
            aria-expanded={isOpen}
            aria-label={`Event ${id}, ${type}`}
            onClick={() => setOpen(!isOpen)}
          >
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {id}
          </button>
        </td>
        <td>{type}</td>
        <td>{state}</td>
        <td>{sayClock(at)}</td>
        <td>{sayDuration(at - startedAt)}</td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={5}>
            <JsonView label={`Details of event ${id}`} text={readable(details)} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** Payloads are JSON within JSON: they are shown as what they are. */
const readable = (details: Record<string, unknown>): string =>
  JSON.stringify(details, (_, value: unknown) => (typeof value === 'string' ? parsed(value) : value));

function parsed(text: string): unknown {
  if (!/^[{[]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
