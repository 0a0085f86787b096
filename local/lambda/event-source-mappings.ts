import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Feed } from '#local/dynamodb/feed.ts';
import type { Clock } from '#local/time/clock.ts';
import type { DeadLetter } from './async-events.ts';
import type { FunctionRecord, Outcome } from './function-record.ts';
import { conflict, functionNotFound, invalidParameter, notFound } from './lambda-error.ts';
import { DEFAULTS, type MappingInput, type MappingRecord, settingsFrom, tableOfStream } from './mapping-record.ts';
import { pollStream } from './poll-stream.ts';

export interface MappingsOptions {
  database: DatabaseSync;
  clock: Clock;
  feeds: (tableName: string) => Feed;
  find(functionName: string): FunctionRecord | undefined;
  run(record: FunctionRecord, id: string, payload: string): Promise<Outcome>;
  deadLetter: DeadLetter;
}

/** The event source mappings: what is set, and the pollers that follow it. All of it survives a restart. */
export interface Mappings {
  create(functionName: string, input: MappingInput): MappingRecord;
  update(id: string, input: MappingInput): MappingRecord;
  get(id: string): MappingRecord;
  list(): MappingRecord[];
  remove(id: string): MappingRecord;
  start(): void;
  stop(): void;
}

interface State extends MappingsOptions {
  /** What stops each poller that runs. */
  pollers: Map<string, () => void>;
  started: boolean;
}

export function createMappings(options: MappingsOptions): Mappings {
  const state: State = { ...options, pollers: new Map(), started: false };
  return {
    create: (functionName, input) => create(state, functionName, input),
    update: (id, input) => update(state, id, input),
    get: (id) => get(state, id),
    list: () => list(state),
    remove: (id) => remove(state, id),
    start() {
      state.started = true;
      for (const mapping of list(state)) follow(state, mapping);
    },
    stop() {
      state.started = false;
      for (const id of [...state.pollers.keys()]) halt(state, id);
    },
  };
}

function create(state: State, functionName: string, input: MappingInput): MappingRecord {
  const record = state.find(functionName);
  if (!record) throw functionNotFound(functionName);
  const table = tableOfStream(input.EventSourceArn);
  const startingPosition = input.StartingPosition;
  if (startingPosition !== 'TRIM_HORIZON' && startingPosition !== 'LATEST') {
    throw invalidParameter('StartingPosition must be TRIM_HORIZON or LATEST');
  }
  const streamArn = input.EventSourceArn ?? '';
  if (list(state).some((other) => other.streamArn === streamArn && other.functionName === functionName)) {
    throw conflict(
      `An event source mapping with event source ${streamArn} and function ${functionName} already exists.`,
    );
  }
  const mapping: MappingRecord = {
    ...settingsFrom(input, DEFAULTS),
    id: randomUUID(),
    functionName,
    functionArn: record.arn,
    streamArn,
    table,
    startingPosition,
    changedAt: state.clock.now(),
  };
  const checkpoint = startingPosition === 'LATEST' ? state.feeds(table).latest() : null;
  state.database
    .prepare('INSERT INTO mapping (id, record, checkpoint) VALUES (?, ?, ?)')
    .run(mapping.id, JSON.stringify(mapping), checkpoint);
  follow(state, mapping);
  return mapping;
}

function update(state: State, id: string, input: MappingInput): MappingRecord {
  const before = get(state, id);
  const mapping = { ...before, ...settingsFrom(input, before), changedAt: state.clock.now() };
  state.database.prepare('UPDATE mapping SET record = ? WHERE id = ?').run(JSON.stringify(mapping), id);
  halt(state, id);
  follow(state, mapping);
  return mapping;
}

function get(state: State, id: string): MappingRecord {
  const row = state.database.prepare('SELECT record FROM mapping WHERE id = ?').get(id);
  if (!row) throw notFound('The resource you requested does not exist.');
  return JSON.parse(String(row['record'])) as MappingRecord;
}

const list = (state: State): MappingRecord[] =>
  state.database
    .prepare('SELECT record FROM mapping ORDER BY rowid')
    .all()
    .map((row) => JSON.parse(String(row['record'])) as MappingRecord);

function remove(state: State, id: string): MappingRecord {
  const mapping = get(state, id);
  halt(state, id);
  state.database.prepare('DELETE FROM mapping WHERE id = ?').run(id);
  return mapping;
}

function halt(state: State, id: string): void {
  state.pollers.get(id)?.();
  state.pollers.delete(id);
}

function follow(state: State, mapping: MappingRecord): void {
  if (!(state.started && mapping.enabled)) return;
  const row = state.database.prepare('SELECT checkpoint FROM mapping WHERE id = ?').get(mapping.id);
  const save = state.database.prepare('UPDATE mapping SET checkpoint = ? WHERE id = ?');
  const stop = pollStream({
    mapping,
    feed: state.feeds(mapping.table),
    clock: state.clock,
    checkpoint: (row?.['checkpoint'] as string | null) ?? undefined,
    saveCheckpoint: (sequence) => void save.run(sequence, mapping.id),
    invoke: (payload) => invoke(state, mapping.functionName, payload),
    deadLetter: state.deadLetter,
  });
  state.pollers.set(mapping.id, stop);
}

async function invoke(state: State, functionName: string, payload: string): Promise<Outcome> {
  const record = state.find(functionName);
  if (!record) throw functionNotFound(functionName);
  return await state.run(record, randomUUID(), payload);
}
