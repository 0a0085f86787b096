import type { HistoryEvent as AwsEvent } from '@aws-sdk/client-sfn';
import type { HistoryEvent } from '../engine/execution.ts';
import type { JsonObject } from '../json.ts';

/** Members that hold payloads: left out when the caller wants no execution data. */
const PAYLOADS = ['input', 'output', 'parameters', 'assignedVariables'] as const;

/** An event as GetExecutionHistory gives it: its details stand in the member that AWS has for its type. */
export function describeEvent(event: HistoryEvent, includeData: boolean): AwsEvent {
  const base = { id: event.id, previousEventId: event.previous, timestamp: new Date(event.time), type: event.type };
  const member = detailsMember(event.type);
  if (!member) return base as AwsEvent;
  return { ...base, [member]: includeData ? withNotes(event.details) : withoutPayloads(event.details) } as AwsEvent;
}

/** `TaskStateEntered` -> `stateEnteredEventDetails`; `TaskFailed` -> `taskFailedEventDetails`; none for events without details. */
function detailsMember(type: string): string | undefined {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  if (/State(Aborted|Failed|Succeeded)$/.test(type) || type === 'ParallelStateStarted') return undefined;
  return `${type[0]?.toLowerCase()}${type.slice(1)}EventDetails`;
}

function withNotes(details: JsonObject): JsonObject {
  return {
    ...details,
    ...('input' in details ? { inputDetails: { truncated: false } } : {}),
    ...('output' in details ? { outputDetails: { truncated: false } } : {}),
    ...('assignedVariables' in details ? { assignedVariablesDetails: { truncated: false } } : {}),
  };
}

const withoutPayloads = (details: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(details).filter(([name]) => !PAYLOADS.some((payload) => payload === name)));
