import type { ExecutionEvent } from './execution-event.ts';

export interface Wanted {
  /** Any part of a type, a state's name or the details; upper and lower case alike. */
  text: string;
  onlyTrouble: boolean;
}

/** What went wrong, by the names that Step Functions has for it. */
export const isTrouble = ({ type }: ExecutionEvent): boolean => /(Failed|TimedOut|Aborted)$/.test(type);

/** The events that are looked for, in their order. */
export function findEvents(
  events: ExecutionEvent[],
  names: ReadonlyMap<number, string>,
  { text, onlyTrouble }: Wanted,
): ExecutionEvent[] {
  const words = text.trim().toLowerCase();
  return events.filter((event) => {
    if (onlyTrouble && !isTrouble(event)) return false;
    if (words === '') return true;
    return [event.type, names.get(event.id) ?? '', JSON.stringify(event.details)].some((part) =>
      part.toLowerCase().includes(words),
    );
  });
}
