import type { DatabaseSync } from 'node:sqlite';
import type { AlarmRecord } from './alarm-record.ts';

export const ALARM_SCHEMA = 'CREATE TABLE IF NOT EXISTS alarm (name TEXT PRIMARY KEY, record TEXT NOT NULL);';

export interface AlarmStore {
  get(name: string): AlarmRecord | undefined;
  /** Every alarm by name. */
  all(): AlarmRecord[];
  save(record: AlarmRecord): void;
  remove(name: string): void;
}

export function createAlarmStore(database: DatabaseSync): AlarmStore {
  const one = database.prepare('SELECT record FROM alarm WHERE name = ?');
  const all = database.prepare('SELECT record FROM alarm ORDER BY name');
  const save = database.prepare('INSERT OR REPLACE INTO alarm VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM alarm WHERE name = ?');
  const parse = (row: unknown): AlarmRecord => JSON.parse((row as { record: string }).record);
  return {
    get(name) {
      const row = one.get(name);
      return row && parse(row);
    },
    all: () => all.all().map(parse),
    save: (record) => void save.run(record.name, JSON.stringify(record)),
    remove: (name) => void remove.run(name),
  };
}
