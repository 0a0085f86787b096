import type { ExecutionEvent } from './execution-event.ts';

/** The state that each event belongs to, by the event's id: the one it names, or that of the event before it in its chain. */
export function stateNames(events: ExecutionEvent[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const { id, previous, type, details } of events) {
    const named = details['name'];
    const name = typeof named === 'string' ? named : type.startsWith('Execution') ? undefined : names.get(previous);
    if (name !== undefined) names.set(id, name);
  }
  return names;
}
