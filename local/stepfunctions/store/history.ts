import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { HistoryEvent } from '../engine/execution.ts';

export interface HistoryStore {
  append(executionArn: string, event: HistoryEvent): void;
  /** Events with ids in [from, from + limit), or downwards from `from` when reversed. */
  page(executionArn: string, from: number, limit: number, reverse: boolean): HistoryEvent[];
}

export function historyStore(database: DatabaseSync): HistoryStore {
  const insert = database.prepare(
    'INSERT INTO history (execution_arn, id, type, previous, time, details) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const upwards = database.prepare('SELECT * FROM history WHERE execution_arn = ? AND id >= ? ORDER BY id LIMIT ?');
  const downwards = database.prepare(
    'SELECT * FROM history WHERE execution_arn = ? AND id <= ? ORDER BY id DESC LIMIT ?',
  );
  return {
    append: (arn, e) => void insert.run(arn, e.id, e.type, e.previous, e.time, JSON.stringify(e.details)),
    page: (arn, from, limit, reverse) => (reverse ? downwards : upwards).all(arn, from, limit).map(fromRow),
  };
}

const fromRow = (row: Record<string, SQLOutputValue>): HistoryEvent => ({
  id: Number(row['id']),
  type: String(row['type']),
  previous: Number(row['previous']),
  time: Number(row['time']),
  details: JSON.parse(String(row['details'])),
});
