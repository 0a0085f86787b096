import type { DatabaseSync } from 'node:sqlite';
import type { AlarmHistoryItem, HistoryItemType } from '@aws-sdk/client-cloudwatch';

export const HISTORY_SCHEMA = `
CREATE TABLE IF NOT EXISTS history (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, type TEXT NOT NULL, time INTEGER NOT NULL,
  item TEXT NOT NULL, summary TEXT NOT NULL, data TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS history_by_time ON history (time);
`;

export interface HistoryEntry {
  name: string;
  type: 'MetricAlarm' | 'CompositeAlarm';
  /** Epoch ms. */
  time: number;
  item: HistoryItemType;
  summary: string;
  /** Becomes the JSON text of HistoryData. */
  data: object;
}

export interface HistoryStore {
  add(entry: HistoryEntry): void;
  /** Everything kept, oldest first. */
  list(): AlarmHistoryItem[];
}

/** CloudWatch keeps alarm history for 30 days. */
const KEPT_MS = 30 * 86_400_000;

export function createHistoryStore(database: DatabaseSync): HistoryStore {
  const insert = database.prepare(
    'INSERT INTO history (name, type, time, item, summary, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const prune = database.prepare('DELETE FROM history WHERE time < ?');
  const select = database.prepare(
    `SELECT name AS AlarmName, type AS AlarmType, time AS Timestamp, item AS HistoryItemType, summary AS HistorySummary,
     data AS HistoryData FROM history ORDER BY time, id`,
  );
  return {
    add({ name, type, time, item, summary, data }) {
      prune.run(time - KEPT_MS);
      insert.run(name, type, time, item, summary, JSON.stringify({ version: '1.0', ...data }));
    },
    list: () =>
      select.all().map((row) => ({ ...(row as AlarmHistoryItem), Timestamp: new Date(Number(row['Timestamp'])) })),
  };
}
