import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { ServiceEvent } from '../aws-event.ts';
import { isDefaultBus, refuseUnsupported, validationException } from '../refusals.ts';
import type { EventRoom } from './event-room.ts';

const MOST_ENTRIES = 10;
const MOST_BYTES = 1024 * 1024;

/** Accepts the good entries and answers the bad ones in place, each with its reason. */
export function putEvents(room: EventRoom, input: PutEventsRequest): PutEventsResponse {
  refuseUnsupported(input, ['EndpointId']);
  const { Entries: entries = [] } = input;
  if (entries.length < 1 || entries.length > MOST_ENTRIES) {
    throw validationException(`Entries must have between 1 and ${MOST_ENTRIES} elements.`);
  }
  if (Buffer.byteLength(JSON.stringify(entries)) > MOST_BYTES) {
    throw validationException('Total size of the entries in the request is over the limit.');
  }
  const parsed = entries.map((entry) => parseEntry(entry, room.now()));
  const ids = room.accept(parsed.flatMap((one) => ('event' in one ? one.event : [])));
  const results = parsed.map((one): PutEventsResultEntry => ('event' in one ? { EventId: ids.shift() } : one));
  return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode).length, Entries: results };
}

type Parsed = { event: ServiceEvent } | { ErrorCode: string; ErrorMessage: string };

function parseEntry(entry: PutEventsRequestEntry, now: number): Parsed {
  refuseUnsupported(entry, ['TraceHeader']);
  const { Source = '', DetailType = '', Detail = '', Resources = [], Time, EventBusName } = entry;
  const missing = Object.entries({ Source, DetailType, Detail }).find(([, value]) => value === '')?.[0];
  if (missing)
    return invalid('InvalidArgument', `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`);
  if (Source.startsWith('aws.')) return invalid('NotAuthorizedForSource', 'Not authorized for the source.');
  if (!isDefaultBus(EventBusName)) return invalid('InvalidArgument', `Event bus ${EventBusName} does not exist.`);
  const detail = parseDetail(Detail);
  if (!detail) return invalid('MalformedDetail', 'Detail is malformed.');
  return {
    event: { source: Source, 'detail-type': DetailType, resources: Resources, detail, time: Time?.getTime() ?? now },
  };
}

const invalid = (ErrorCode: string, ErrorMessage: string): Parsed => ({ ErrorCode, ErrorMessage });

function parseDetail(text: string): Record<string, unknown> | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    const isObject = typeof detail === 'object' && detail !== null && !Array.isArray(detail);
    return isObject ? (detail as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
