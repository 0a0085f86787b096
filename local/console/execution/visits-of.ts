import { close, forget, isTornOff, reopen, take } from './change-visit.ts';
import type { ExecutionEvent } from './execution-event.ts';
import type { Iteration, Visit } from './visit.ts';

/** Where the chain of events stands after an event. */
interface Place {
  visit: Visit | undefined;
  scope: Iteration[];
}

interface Fold {
  visits: Visit[];
  places: Map<number, Place>;
}

const START: Place = { visit: undefined, scope: [] };

/**
 * Every visit to a state, in order. The history is a tree, not a list: what belongs together is found through
 * `previous`, never by what happens to stand next to it, because iterations run side by side.
 */
export function visitsOf(events: ExecutionEvent[]): Visit[] {
  const fold: Fold = { visits: [], places: new Map() };
  for (const event of events) {
    const before = fold.places.get(event.previous) ?? START;
    fold.places.set(event.id, placeAfter(fold, event, before));
  }
  return fold.visits;
}

function placeAfter(fold: Fold, event: ExecutionEvent, before: Place): Place {
  const { type } = event;
  if (type.endsWith('StateEntered')) return enter(fold, event, before);
  if (type.endsWith('StateExited')) return exit(fold, event, before);
  if (type.startsWith('MapIteration')) return iterate(fold, event, before);
  if (/State(Succeeded|Failed)$/.test(type)) return settleContainer(fold, event, before);
  if (type.startsWith('Execution')) return end(fold, event, before);
  const visit = type === 'TaskScheduled' ? takenUp(fold, before) : before.visit;
  if (!visit) return before;
  note(visit, event);
  return type === 'ParallelStateStarted' ? inside(visit, 0) : { visit, scope: visit.scope };
}

/** A redriven task is scheduled again without being entered: it is the one that was torn off in that place. */
function takenUp(fold: Fold, { visit, scope }: Place): Visit | undefined {
  if (visit?.type === 'Task' && visit.scope === scope) return visit;
  const last = scope.at(-1);
  const torn = fold.visits.findLast((v) => isTornOff(v) && isSame(v.scope.at(-1), last));
  if (torn) reopen(torn);
  return torn ?? visit;
}

const isSame = (a: Iteration | undefined, b: Iteration | undefined): boolean =>
  a?.visit === b?.visit && a?.index === b?.index;

const inside = (container: Visit, index: number): Place => ({
  visit: container,
  scope: [...container.scope, { map: container.state, visit: container.id, index }],
});

function enter(fold: Fold, { id, at, type, details }: ExecutionEvent, { visit: before, scope }: Place): Place {
  const kind = type.replace('StateEntered', '');
  const isSibling = before !== undefined && before.scope.length === scope.length;
  const visit: Visit = {
    state: String(details['name']),
    type: kind,
    scope,
    id,
    enteredAt: at,
    status: 'in progress',
    attempts: [],
    ...(isSibling ? { from: before.state } : {}),
    ...(typeof details['input'] === 'string' ? { input: details['input'] } : {}),
  };
  if (kind === 'Fail') close(visit, 'failed', at);
  fold.visits.push(visit);
  return { visit, scope };
}

function exit(fold: Fold, { at, details }: ExecutionEvent, before: Place): Place {
  const visit = containerOf(fold, before, (v) => v.state === details['name']);
  if (!visit) return before;
  close(visit, visit.error === undefined && visit.status !== 'failed' ? 'succeeded' : 'caught', at);
  if (typeof details['output'] === 'string') visit.output = details['output'];
  if (details['assignedVariables']) visit.assigned = details['assignedVariables'] as Record<string, string>;
  return { visit, scope: visit.scope };
}

/** A turn begins, or has ended: then whatever still stood in it has ended too. */
function iterate(fold: Fold, { type, at, details }: ExecutionEvent, before: Place): Place {
  const isNamed = (visit: Visit): boolean => visit.state === details['name'];
  const map = containerOf(fold, before, isNamed) ?? fold.visits.findLast(isNamed);
  if (!map) return before;
  if (type === 'MapIterationStarted' && isTornOff(map)) reopen(map);
  const index = Number(details['index']);
  if (type === 'MapIterationStarted') return inside(map, index);
  if (type === 'MapIterationFailed' && before.visit && before.visit !== map) close(before.visit, 'failed', at);
  if (type !== 'MapIterationSucceeded') cancelInside(fold, map, at, index);
  return { visit: map, scope: map.scope };
}

function settleContainer(fold: Fold, { type, at }: ExecutionEvent, before: Place): Place {
  const isContainer = (visit: Visit): boolean => type.startsWith(visit.type) && visit.status === 'in progress';
  const container = containerOf(fold, before, isContainer);
  if (!container) return before;
  if (type.endsWith('Failed')) {
    const failed = fold.visits.findLast((visit) => isInside(visit, container) && visit.status === 'failed');
    cancelInside(fold, container, at);
    container.status = 'failed';
    if (failed) container.failedIn = failed.state;
    if (failed?.error !== undefined) container.error = failed.error;
    if (failed?.cause !== undefined) container.cause = failed.cause;
  }
  return { visit: container, scope: container.scope };
}

/** The end of the execution closes what is open: the one that failed, and those that were cancelled by it. */
function end(fold: Fold, { type, at, details }: ExecutionEvent, before: Place): Place {
  const isFailure = type === 'ExecutionFailed';
  if (type === 'ExecutionStarted' || type === 'ExecutionRedriven') return START;
  const { visit } = before;
  if (isFailure && visit) {
    close(visit, 'failed', at);
    take(visit, details);
  }
  for (const open of fold.visits.filter((v) => v.status === 'in progress')) close(open, 'cancelled', at);
  return before;
}

/** What happens within a state, mostly to its task. */
function note(visit: Visit, { type, at, details }: ExecutionEvent): void {
  if (type === 'MapStateStarted' && typeof details['length'] === 'number') visit.length = details['length'];
  if (type === 'TaskScheduled') {
    visit.attempts.push({ scheduledAt: at, resource: `${details['resourceType']}:${details['resource']}` });
    forget(visit);
  }
  const attempt = visit.attempts.at(-1);
  if (type === 'TaskSucceeded' && attempt) attempt.endedAt = at;
  if (!/(Failed|TimedOut)$/.test(type)) return;
  take(visit, details);
  if (!attempt) return;
  attempt.endedAt = at;
  take(attempt, details);
}

/** The nearest visit at or around a place that is wanted. */
function containerOf(fold: Fold, place: Place, wanted: (visit: Visit) => boolean): Visit | undefined {
  if (place.visit && wanted(place.visit)) return place.visit;
  const around = place.scope.length > (place.visit?.scope.length ?? 0) ? place.scope : (place.visit?.scope ?? []);
  return around
    .map((iteration) => fold.visits.find((visit) => visit.id === iteration.visit))
    .findLast((visit): visit is Visit => visit !== undefined && wanted(visit));
}

const isInside = (visit: Visit, container: Visit, index?: number): boolean =>
  visit.scope.some((i) => i.visit === container.id && (index === undefined || i.index === index));

function cancelInside(fold: Fold, container: Visit, at: number, index?: number): void {
  for (const visit of fold.visits)
    if (visit.status === 'in progress' && isInside(visit, container, index)) close(visit, 'cancelled', at);
}
