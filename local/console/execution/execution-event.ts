import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** One event of an execution's history, its details lifted out of the member that AWS has for its type. */
export interface ExecutionEvent {
  id: number;
  previous: number;
  type: string;
  /** Epoch ms. */
  at: number;
  details: Record<string, unknown>;
}

/** Flattens an event of GetExecutionHistory. Notes about truncation are left out. */
export function flattenEvent(event: HistoryEvent): ExecutionEvent {
  const member = Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1] as object | undefined;
  const details = Object.fromEntries(Object.entries(member ?? {}).filter(([name]) => !name.endsWith('Details')));
  return {
    id: event.id ?? 0,
    previous: event.previousEventId ?? 0,
    type: event.type ?? '',
    at: event.timestamp?.getTime() ?? 0,
    details,
  };
}
