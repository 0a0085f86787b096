import type { ExecutionEvent } from './execution-event.ts';
import type { MachineDefinition } from './machine-definition.ts';
import { statesOf } from './states-of.ts';
import type { Visit, VisitStatus } from './visit.ts';
import { visitsOf } from './visits-of.ts';

export type StateStatus = 'not run' | VisitStatus;

/** Map state to the index of the iteration that is looked at. */
export type Chosen = Readonly<Record<string, number>>;

export interface StateOfExecution {
  status: StateStatus;
  /** In the iterations that are looked at, oldest first. */
  visits: Visit[];
}

/**
 * What each state of the machine has come to, by its name, in the chosen iteration of each Map (the newest one where
 * nothing is chosen). A state that was visited several times has the status of its last visit.
 */
export function statusOfStates(
  definition: MachineDefinition,
  events: ExecutionEvent[],
  chosen: Chosen = {},
): Map<string, StateOfExecution> {
  const seen = visitsIn(visitsOf(events), chosen);
  return new Map(
    statesOf(definition).map(([name]) => {
      const visits = seen.filter((visit) => visit.state === name);
      return [name, { status: visits.at(-1)?.status ?? 'not run', visits }];
    }),
  );
}

/** The visits in the chosen iterations. Of a Map that ran several times, only its last run counts. */
export function visitsIn(visits: Visit[], chosen: Chosen): Visit[] {
  const inView = new Map<string, { visit: number; index: number }>();
  const isShown = (visit: Visit): boolean =>
    visit.scope.every(({ map, visit: run, index }) => {
      const view = inView.get(map);
      return view?.visit === run && view.index === index;
    });
  const maps = visits.filter((visit) => visit.type === 'Map' || visit.type === 'Parallel');
  for (const map of maps) {
    if (!isShown(map)) continue;
    const started = indexesOf(visits, map.id);
    const wanted = chosen[map.state];
    inView.set(map.state, {
      visit: map.id,
      index: wanted !== undefined && started.includes(wanted) ? wanted : (started.at(-1) ?? 0),
    });
  }
  return visits.filter(isShown);
}

/** The iterations of one run of a Map that have begun, ascending. */
export function indexesOf(visits: Visit[], map: number): number[] {
  const indexes = visits.flatMap(({ scope }) => scope.filter((i) => i.visit === map).map((i) => i.index));
  return [...new Set(indexes)].sort((a, b) => a - b);
}
