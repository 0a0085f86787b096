import { randomUUID } from 'node:crypto';
import type { Feed } from '#local/dynamodb/feed.ts';
import type { HttpService } from '#local/http/http-service.ts';
import type { Clock } from '#local/time/clock.ts';
import { createAsyncEvents, type DeadLetter } from './async-events.ts';
import { createMappings } from './event-source-mappings.ts';
import { createFunctionLog, type LogLine } from './function-log.ts';
import { findFunction } from './function-operations.ts';
import type { FunctionError, FunctionRecord, Outcome } from './function-record.ts';
import { writeInstanceProgram } from './instance-program.ts';
import { tooLarge } from './lambda-error.ts';
import { lambdaService } from './lambda-service.ts';
import { functionStore, openLambdaDatabase } from './lambda-store.ts';
import { createPool, type InvocationStats } from './pool.ts';

export interface LambdaOptions {
  /** A directory of its own: `lambda.sqlite`, `code/`, `logs/`. */
  dir: string;
  clock: Clock;
  /** What functions see as AWS_ENDPOINT_URL. */
  endpointUrl: () => string;
  /** The streams that event source mappings may read. */
  feeds: (tableName: string) => Feed;
  /** Takes what was given up, by the name of the queue. Durable when it returns. */
  deadLetter: DeadLetter;
  onLog?: (line: LogLine) => void;
}

export interface Lambda {
  service: HttpService;
  /**
   * Runs a function, given by name or ARN, and waits for it. An error of the function's own is returned; throws AwsError
   * ResourceNotFoundException, TooManyRequestsException or RequestTooLargeException. When `signal` aborts, only the
   * wait ends: as on AWS, the invocation goes on.
   */
  invoke(functionName: string, payload: unknown, options?: { signal?: AbortSignal }): Promise<InvokeResult>;
  /** Accepts an event for a function: durable when it returns, run at least once, retried as AWS does. Same throws. */
  invokeAsync(functionName: string, payload: unknown, id: string): void;
  /** Starts asynchronous events and event source mappings. */
  start(): void;
  close(): Promise<void>;
  stats(): InvocationStats;
}

export type InvokeResult = { payload: unknown } | { functionError: FunctionError };

/** Payload limits (Lambda quotas): 6 MB when somebody waits, 1 MB when nobody does. */
export const SYNC_BYTES = 6 * 1024 * 1024;
export const ASYNC_BYTES = 1024 * 1024;

export function createLambda(options: LambdaOptions): Lambda {
  const { dir, clock, endpointUrl, onLog } = options;
  const database = openLambdaDatabase(dir);
  const functions = functionStore(database);
  const writeLog = createFunctionLog(dir);
  const log = (functionName: string, line: string): void => {
    const entry = { functionName, time: clock.now(), line };
    writeLog(entry);
    onLog?.(entry);
  };
  const pool = createPool({ clock, program: () => writeInstanceProgram(dir), endpointUrl, onLine: log });
  const run = async (record: FunctionRecord, id: string, payload: string): Promise<Outcome> => {
    const begin = performance.now();
    const outcome = await pool.run(record, id, payload);
    const end = 'functionError' in outcome ? ` ${outcome.functionError.errorType}` : '';
    log(record.name, `REPORT RequestId: ${id} Duration: ${(performance.now() - begin).toFixed(2)} ms${end}`);
    return outcome;
  };
  const find = (reference: string): FunctionRecord => findFunction({ functions }, reference);
  const events = createAsyncEvents({ ...options, database, find: functions.find, run });
  const mappings = createMappings({ ...options, database, find: functions.find, run });

  const invokeAsync: Lambda['invokeAsync'] = (name, payload, id) =>
    events.add(find(name).name, limited(payload, ASYNC_BYTES), id);
  return {
    service: lambdaService({ dir, clock, endpointUrl, functions, mappings, run, invokeAsync }),
    async invoke(name, payload, { signal } = {}) {
      const outcome = await orAborted(run(find(name), randomUUID(), limited(payload, SYNC_BYTES)), signal);
      return 'payload' in outcome ? { payload: JSON.parse(outcome.payload) as unknown } : outcome;
    },
    invokeAsync,
    start() {
      events.start();
      mappings.start();
    },
    async close() {
      events.stop();
      mappings.stop();
      await pool.close();
      database.close();
    },
    stats: pool.stats,
  };
}

function limited(payload: unknown, bytes: number): string {
  const text = JSON.stringify(payload) ?? 'null';
  return Buffer.byteLength(text) <= bytes ? text : raise(tooLarge(bytes));
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    if (signal.aborted) abort();
  });
}

function raise(error: Error): never {
  throw error;
}
