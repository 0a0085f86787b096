import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { Announcement, Bus, Published } from '#core/ports/bus.ts';
import { clientConfig } from './client-config.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const MOST_ENTRIES = 10;
/** 1 MB in all, with room for what is counted besides the detail. */
const MOST_BYTES = 1_000_000;

/** Entries that may be taken when they are sent again. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
const PASSING = new Set(['InternalFailure', 'InternalException', 'ThrottlingException']);
/** Whole requests that never will: what is wrong with them is in them, or in the permissions. */
const LASTING = new Set(['ValidationException', 'AccessDeniedException', 'SerializationException']);

/** Whoever announces has the releases of a batch behind it: what is not taken soon is said again by the stream. */
const HASTE = {
  maxAttempts: 2,
  requestHandler: { ...clientConfig.requestHandler, connectionTimeout: 1_000, requestTimeout: 3_000 },
};

/** EventBridge's default bus. What is said there has `source` as its source. */
export function eventBridgeBus(source: string, client = new EventBridgeClient({ ...clientConfig, ...HASTE })): Bus {
  const put = async (entries: PutEventsRequestEntry[]): Promise<Published[]> => {
    try {
      const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: entries }));
      return entries.map((_, index) => publishedAs(Entries[index]));
    } catch (error) {
      // One that is wrong fails all that are sent with it.
      if (entries.length > 1 && isLasting(error)) return (await Promise.all(entries.map((one) => put([one])))).flat();
      return entries.map(() => ({ kind: isLasting(error) ? 'refused' : 'later', why: said(error) }));
    }
  };
  return {
    async publish(announcements) {
      const published: Published[] = [];
      for (const entries of inRequests(announcements.map((one) => entryOf(source, one))))
        published.push(...(await put(entries)));
      return published;
    },
  };
}

const entryOf = (Source: string, { type, at, detail }: Announcement): PutEventsRequestEntry => ({
  Source,
  DetailType: type,
  Time: new Date(at),
  Detail: JSON.stringify(detail),
});

const isLasting = (error: unknown): boolean => LASTING.has((error as Error).name);

const said = (error: unknown): string => `${(error as Error).name}: ${(error as Error).message}`;

function publishedAs(result: PutEventsResultEntry | undefined): Published {
  if (result?.EventId) return { kind: 'taken' };
  const { ErrorCode = 'no answer', ErrorMessage = '' } = result ?? {};
  const mayPass = result === undefined || PASSING.has(ErrorCode);
  return { kind: mayPass ? 'later' : 'refused', why: `${ErrorCode}: ${ErrorMessage}` };
}

/** As few requests as their limits allow. */
function inRequests(entries: PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const requests: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(`${entry.Source}${entry.DetailType}${entry.Detail}`);
    const last = requests.at(-1);
    if (last && last.length < MOST_ENTRIES && bytes + size <= MOST_BYTES) {
      last.push(entry);
      bytes += size;
    } else {
      requests.push([entry]);
      bytes = size;
    }
  }
  return requests;
}
