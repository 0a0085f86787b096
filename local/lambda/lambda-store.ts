import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '#local/storage/database.ts';
import type { FunctionRecord } from './function-record.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS function (name TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS event (
  id TEXT PRIMARY KEY, functionName TEXT NOT NULL, payload TEXT NOT NULL, acceptedAt INTEGER NOT NULL,
  dueAt INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, throttles INTEGER NOT NULL DEFAULT 0, doneAt INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS event_due ON event (dueAt) WHERE doneAt IS NULL;
CREATE INDEX IF NOT EXISTS event_done ON event (doneAt) WHERE doneAt IS NOT NULL;
CREATE TABLE IF NOT EXISTS mapping (id TEXT PRIMARY KEY, record TEXT NOT NULL, checkpoint TEXT) STRICT;`;

/** The one SQLite file of Lambda: functions, asynchronous events, event source mappings. */
export const openLambdaDatabase = (dir: string): DatabaseSync => openDatabase(join(dir, 'lambda.sqlite'), SCHEMA);

export interface FunctionStore {
  find(name: string): FunctionRecord | undefined;
  list(): FunctionRecord[];
  save(record: FunctionRecord): void;
  remove(name: string): void;
}

export function functionStore(database: DatabaseSync): FunctionStore {
  const find = database.prepare('SELECT record FROM function WHERE name = ?');
  const list = database.prepare('SELECT record FROM function ORDER BY name');
  const save = database.prepare('INSERT OR REPLACE INTO function VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM function WHERE name = ?');
  const parse = (row: unknown): FunctionRecord => JSON.parse((row as { record: string }).record) as FunctionRecord;
  return {
    find: (name) => {
      const row = find.get(name);
      return row ? parse(row) : undefined;
    },
    list: () => list.all().map(parse),
    save: (record) => void save.run(record.name, JSON.stringify(record)),
    remove: (name) => void remove.run(name),
  };
}
