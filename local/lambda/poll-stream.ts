import type { Feed } from '#local/dynamodb/feed.ts';
import type { StreamRecord } from '#local/dynamodb/stream-record.ts';
import type { Clock } from '#local/time/clock.ts';
import type { DeadLetter } from './async-events.ts';
import { eventFilter } from './event-filter.ts';
import type { Outcome } from './function-record.ts';
import type { MappingRecord } from './mapping-record.ts';

export interface PollOptions {
  mapping: MappingRecord;
  feed: Feed;
  clock: Clock;
  /** Sequence number of the last record that is dealt with; undefined: none is. */
  checkpoint: string | undefined;
  saveCheckpoint(sequence: string): void;
  /** Runs the function; rejects when there is no room for it (throttled). */
  invoke(payload: string): Promise<Outcome>;
  deadLetter: DeadLetter;
}

/** Consecutive records that are still to be dealt with, and how often the function failed on them. */
interface Segment {
  records: StreamRecord[];
  failures: number;
}

type Verdict = 'done' | 'throttled' | { failedFrom: number };

interface State extends PollOptions {
  position: string | undefined;
  stopped: boolean;
  wake: () => void;
}

const LONGEST_PAUSE_MS = 60_000;
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024 - 1024;

/**
 * Feeds a stream to a function, one batch at a time in the order of the changes, each record at least once: what
 * follows a record waits until it succeeded, ran out of retries, or was a day old. Returns what stops it.
 */
export function pollStream(options: PollOptions): () => void {
  const state: State = { ...options, position: options.checkpoint, stopped: false, wake: () => undefined };
  const unsubscribe = options.feed.onAppend(() => state.wake());
  poll(state).catch((error: unknown) => console.error(`Mapping ${options.mapping.id} stopped`, error));
  return () => {
    state.stopped = true;
    unsubscribe();
    state.wake();
  };
}

async function poll(state: State): Promise<void> {
  const matches = eventFilter(state.mapping.patterns);
  while (!state.stopped) {
    // Subscribed before the read: a record that comes in between wakes the pause below.
    const appended = new Promise<void>((resolve) => {
      state.wake = resolve;
    });
    const records = withinPayload(await state.feed.read(state.position, state.mapping.batchSize));
    const last = records.at(-1);
    if (!last) {
      await appended;
      continue;
    }
    const wanted = records.filter(matches);
    if (wanted.length > 0) await deliver(state, wanted);
    if (!state.stopped) advance(state, last);
  }
}

/** As many of the first records as one invocation takes, at least one. */
function withinPayload(records: StreamRecord[]): StreamRecord[] {
  let bytes = 0;
  const end = records.findIndex((record) => {
    bytes += Buffer.byteLength(JSON.stringify(record)) + 1;
    return bytes > MAX_PAYLOAD_BYTES;
  });
  return end < 0 ? records : records.slice(0, Math.max(1, end));
}

function advance(state: State, last: StreamRecord): void {
  state.position = last.dynamodb.SequenceNumber;
  state.saveCheckpoint(state.position);
}

async function deliver(state: State, records: StreamRecord[]): Promise<void> {
  const segments: Segment[] = [{ records, failures: 0 }];
  let pauses = 0;
  while (!state.stopped) {
    const segment = segments.shift();
    if (!segment) return;
    const verdict = await attempt(state, segment.records);
    if (state.stopped) return;
    if (verdict === 'done') {
      finish(state, segment.records);
      pauses = 0;
      continue;
    }
    const left = verdict === 'throttled' ? [segment] : afterFailure(state, segment, verdict.failedFrom);
    segments.unshift(...left);
    if (left.length === 1 || verdict === 'throttled') {
      await pause(state, Math.min(1000 * 2 ** pauses, LONGEST_PAUSE_MS));
      pauses += 1;
    }
  }
}

/** Stored after each segment, so that a restart repeats no more than one. */
function finish(state: State, records: StreamRecord[]): void {
  const last = records.at(-1);
  if (last) advance(state, last);
}

async function attempt({ mapping, invoke }: State, records: StreamRecord[]): Promise<Verdict> {
  try {
    const outcome = await invoke(JSON.stringify({ Records: records }));
    if ('functionError' in outcome) return { failedFrom: 0 };
    return mapping.reportsItemFailures ? reported(outcome.payload, records) : 'done';
  } catch {
    return 'throttled';
  }
}

/** `batchItemFailures`: everything from the first failed record on is repeated; an unknown id means all of it. */
function reported(payload: string, records: StreamRecord[]): Verdict {
  const response = JSON.parse(payload) as { batchItemFailures?: { itemIdentifier?: string }[] | null } | null;
  const failures = response?.batchItemFailures ?? [];
  if (failures.length === 0) return 'done';
  const positions = failures.map(({ itemIdentifier }) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
  );
  return { failedFrom: Math.max(0, Math.min(...positions)) };
}

/** What is left of a segment after a failure: less at its start, in halves, or nothing when it is given up. */
function afterFailure(state: State, { records, failures }: Segment, failedFrom: number): Segment[] {
  const { bisect, maximumRetryAttempts } = state.mapping;
  finish(state, records.slice(0, failedFrom));
  const left = records.slice(failedFrom);
  // A shorter batch is a new one: neither partial success nor splitting counts as a retry.
  if (failedFrom > 0) return [{ records: left, failures: 0 }];
  if (bisect && left.length > 1) {
    const middle = Math.ceil(left.length / 2);
    return [left.slice(0, middle), left.slice(middle)].map((half) => ({ records: half, failures: 0 }));
  }
  if (maximumRetryAttempts < 0 || failures < maximumRetryAttempts) return [{ records: left, failures: failures + 1 }];
  giveUp(state, left, failures + 1);
  finish(state, left);
  return [];
}

/** What AWS tells an on-failure destination: where the records are, not what is in them. */
function giveUp({ mapping, clock, deadLetter }: State, records: StreamRecord[], invocations: number): void {
  if (mapping.onFailure === undefined) return;
  const [first, last] = [records[0]?.dynamodb, records.at(-1)?.dynamodb];
  const time = (seconds = 0): string => new Date(seconds * 1000).toISOString();
  deadLetter(mapping.onFailure, {
    version: '1.0',
    timestamp: new Date(clock.now()).toISOString(),
    requestContext: {
      functionArn: mapping.functionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    DDBStreamBatchInfo: {
      shardId: 'shardId-00000000000000000000-00000000',
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: time(first?.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: time(last?.ApproximateCreationDateTime),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  });
}

function pause(state: State, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = state.clock.at(state.clock.now() + ms, resolve);
    state.wake = () => {
      if (!state.stopped) return;
      cancel();
      resolve();
    };
  });
}
