import { useState } from 'preact/hooks';
import { Chip } from '#views/parts/chip.tsx';
import { Notice } from '#views/parts/notice.tsx';
import { sayClock, Took } from '#views/parts/time.tsx';
import type { StateOfExecution } from '../../execution/status-of-states.ts';
import { variablesAt } from '../../execution/variables-at.ts';
import type { Attempt, Visit } from '../../execution/visit.ts';
import { JsonView } from '../parts/json-view.tsx';
import { STATUS_TONES } from './status-tones.ts';

interface StatePanelProps {
  name: string;
  what: string;
  state: StateOfExecution;
  /** All visits of the execution: variables come from outside the state. */
  visits: Visit[];
}

/** What one state got, gave and left behind, each time it was visited. */
export function StatePanel({ name, what, state, visits }: StatePanelProps) {
  const [picked, pick] = useState<number>();
  const visit = state.visits.find((v) => v.id === picked) ?? state.visits.at(-1);
  return (
    <aside class="panel state-panel" aria-labelledby="state-name">
      <header>
        <h2 id="state-name">{name}</h2>
        <span class="muted small">{what}</span>
      </header>
      {visit ? (
        <>
          {state.visits.length > 1 ? <VisitPicker visits={state.visits} visit={visit} pick={pick} /> : null}
          <VisitDetails visit={visit} visits={visits} />
        </>
      ) : (
        <p class="muted">It has not run here.</p>
      )}
    </aside>
  );
}

function VisitPicker({ visits, visit, pick }: { visits: Visit[]; visit: Visit; pick: (id: number) => void }) {
  return (
    <label class="visit-picker">
      <span class="muted small">Visit</span>
      <select value={visit.id} onChange={(event) => pick(Number(event.currentTarget.value))}>
        {visits.map((v, i) => (
          <option key={v.id} value={v.id}>
            {i + 1} of {visits.length}, {sayClock(v.enteredAt).slice(0, 8)}, {v.status}
          </option>
        ))}
      </select>
    </label>
  );
}

function VisitDetails({ visit, visits }: { visit: Visit; visits: Visit[] }) {
  const variables = variablesAt(visits, visit);
  return (
    <>
      <p class="state-facts">
        <Chip word={visit.status} tone={STATUS_TONES[visit.status]} isMoving={visit.status === 'in progress'} />
        <span class="muted">
          {sayClock(visit.enteredAt)} · <Took from={visit.enteredAt} to={visit.endedAt} />
        </span>
      </p>
      {visit.error === undefined ? null : (
        <Notice tone="bad">
          <strong>{visit.error}</strong> {visit.cause}
        </Notice>
      )}
      {visit.failedIn === undefined ? null : <Notice tone="bad">It failed in {visit.failedIn}.</Notice>}
      <Attempts attempts={visit.attempts} />
      <Part title="Input" json={visit.input} isOpen />
      <Part title="Output" json={visit.output} isOpen />
      <Part title="Assigned" json={visit.assigned && objectOf(visit.assigned)} isOpen />
      <Part title="Variables" json={Object.keys(variables).length > 0 ? objectOf(variables) : undefined} />
    </>
  );
}

function Part({ title, json, isOpen = false }: { title: string; json: string | undefined; isOpen?: boolean }) {
  if (json === undefined) return null;
  return (
    <details class="part" open={isOpen}>
      <summary>{title}</summary>
      <JsonView label={title} text={json} />
    </details>
  );
}

/** One object out of variables whose values are JSON texts. */
const objectOf = (variables: Record<string, string>): string =>
  `{${Object.entries(variables)
    .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
    .join(',')}}`;

function Attempts({ attempts }: { attempts: Attempt[] }) {
  if (attempts.length < 2) return null;
  return (
    <details class="part" open>
      <summary>{attempts.length} attempts</summary>
      <ol class="attempts">
        {attempts.map((attempt) => (
          <li key={attempt.scheduledAt}>
            {sayClock(attempt.scheduledAt)} · <Took from={attempt.scheduledAt} to={attempt.endedAt} />{' '}
            {attempt.error ? <strong>{attempt.error}</strong> : null} {attempt.cause}
          </li>
        ))}
      </ol>
    </details>
  );
}
