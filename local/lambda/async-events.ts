import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '#local/time/clock.ts';
import type { AsyncInvoke, FunctionError, FunctionRecord, Outcome } from './function-record.ts';

/** Hands a message to a queue by its name. Durable when it returns. */
export type DeadLetter = (queue: string, message: object) => void;

export interface AsyncEventsOptions {
  database: DatabaseSync;
  clock: Clock;
  find(functionName: string): FunctionRecord | undefined;
  /** Runs one attempt; rejects when there is no room for it (throttled). */
  run(record: FunctionRecord, id: string, payload: string): Promise<Outcome>;
  deadLetter: DeadLetter;
}

/** Asynchronous invocations: kept until they succeeded or were given up, each run at least once. */
export interface AsyncEvents {
  /** Durable when it returns. An id that was seen before, up to an hour after its end, changes nothing. */
  add(functionName: string, payload: string, id: string): void;
  start(): void;
  stop(): void;
}

interface EventRow {
  id: string;
  functionName: string;
  payload: string;
  acceptedAt: number;
  attempts: number;
  throttles: number;
}

interface State extends AsyncEventsOptions {
  running: Set<string>;
  started: boolean;
  cancel: (() => void) | undefined;
}

/** AWS retries twice, one and two minutes after the failures (Lambda guide, asynchronous invocation). */
const RETRY_MS = [60_000, 120_000];
export const ASYNC_DEFAULTS: AsyncInvoke = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 6 * 3600 };
const LONGEST_BACKOFF_MS = 300_000;
const KEEP_DONE_MS = 60 * 60_000;
/**
 * AWS drains a function's queue with as many instances as the account allows; here a burst of events would start a thread for
 * each of them on a few cores, and be later for it. Whoever waits for an answer does not queue here.
 */
const AT_ONCE_PER_FUNCTION = 2;

export function createAsyncEvents(options: AsyncEventsOptions): AsyncEvents {
  const state: State = { ...options, running: new Set(), started: false, cancel: undefined };
  const insert = options.database.prepare(
    'INSERT OR IGNORE INTO event (id, functionName, payload, acceptedAt, dueAt) VALUES (?, ?, ?, ?, ?)',
  );
  return {
    add(functionName, payload, id) {
      const now = state.clock.now();
      insert.run(id, functionName, payload, now, now);
      pump(state);
    },
    start() {
      state.started = true;
      pump(state);
    },
    stop() {
      state.started = false;
      state.cancel?.();
    },
  };
}

/** Those that run are among them: they came due before the others. */
const FIRST_OF_EACH_FUNCTION = `
  SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY functionName ORDER BY dueAt, rowid) AS place FROM event WHERE doneAt IS NULL
  ) WHERE place <= ? ORDER BY dueAt`;

/** Starts every event that is due, not running yet and has room in its function, and arms the timer for the next one. */
function pump(state: State): void {
  if (!state.started) return;
  const now = state.clock.now();
  state.database.prepare('DELETE FROM event WHERE doneAt <= ?').run(now - KEEP_DONE_MS);
  const first = state.database.prepare(FIRST_OF_EACH_FUNCTION).all(AT_ONCE_PER_FUNCTION);
  const next = (first as unknown as (EventRow & { dueAt: number })[]).filter(({ id }) => !state.running.has(id));
  const due = next.filter(({ dueAt }) => dueAt <= now);
  for (const row of due) void attempt(state, row);
  const later = next.find(({ dueAt }) => dueAt > now);
  state.cancel?.();
  state.cancel = later ? state.clock.at(later.dueAt, () => pump(state)) : undefined;
}

async function attempt(state: State, row: EventRow): Promise<void> {
  state.running.add(row.id);
  const record = state.find(row.functionName);
  const outcome = record ? await tryRun(state, record, row) : undefined;
  state.running.delete(row.id);
  // What was killed by our own stop did not fail: it runs again after the restart.
  if (!state.started) return;
  if (record && outcome) settle(state, row, record, outcome);
  else finish(state, row);
  pump(state);
}

async function tryRun(state: State, record: FunctionRecord, row: EventRow): Promise<Outcome | 'throttled'> {
  try {
    return await state.run(record, row.id, row.payload);
  } catch {
    return 'throttled';
  }
}

type Step =
  | { do: 'finish' }
  | { do: 'give up'; condition: string; error?: FunctionError }
  | { do: 'retry'; after: number; counts: 'attempts' | 'throttles' };

function nextStep(row: EventRow, policy: AsyncInvoke, outcome: Outcome | 'throttled', now: number): Step {
  const isOld = now - row.acceptedAt >= policy.maximumEventAgeSeconds * 1000;
  if (outcome === 'throttled') {
    if (isOld) return { do: 'give up', condition: 'EventAgeExceeded' };
    return { do: 'retry', after: Math.min(1000 * 2 ** row.throttles, LONGEST_BACKOFF_MS), counts: 'throttles' };
  }
  if ('payload' in outcome) return { do: 'finish' };
  const error = outcome.functionError;
  if (row.attempts >= policy.maximumRetryAttempts) return { do: 'give up', condition: 'RetriesExhausted', error };
  if (isOld) return { do: 'give up', condition: 'EventAgeExceeded', error };
  return { do: 'retry', after: RETRY_MS[row.attempts] ?? LONGEST_BACKOFF_MS, counts: 'attempts' };
}

function settle(state: State, row: EventRow, record: FunctionRecord, outcome: Outcome | 'throttled'): void {
  const { database, clock } = state;
  const step = nextStep(row, record.asyncInvoke ?? ASYNC_DEFAULTS, outcome, clock.now());
  if (step.do === 'retry') {
    const retry = database.prepare(`UPDATE event SET ${step.counts} = ${step.counts} + 1, dueAt = ? WHERE id = ?`);
    retry.run(clock.now() + step.after, row.id);
    return;
  }
  if (step.do === 'give up') giveUp(state, row, record, step.condition, step.error);
  finish(state, row);
}

function finish({ database, clock }: State, { id }: EventRow): void {
  database.prepare('UPDATE event SET doneAt = ? WHERE id = ?').run(clock.now(), id);
}

/** The record that AWS sends to an on-failure destination (Lambda guide, retaining records of asynchronous invocations). */
function giveUp(state: State, row: EventRow, record: FunctionRecord, condition: string, error?: FunctionError): void {
  const queue = record.asyncInvoke?.onFailure;
  if (queue === undefined) return;
  state.deadLetter(queue, {
    version: '1.0',
    timestamp: new Date(state.clock.now()).toISOString(),
    requestContext: {
      requestId: row.id,
      functionArn: `${record.arn}:$LATEST`,
      condition,
      approximateInvokeCount: row.attempts + 1,
    },
    requestPayload: JSON.parse(row.payload),
    ...(error
      ? {
          responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
          responsePayload: error,
        }
      : {}),
  });
}
