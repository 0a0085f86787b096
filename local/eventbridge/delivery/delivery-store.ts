import type { DatabaseSync } from 'node:sqlite';
import type { Target } from '@aws-sdk/client-eventbridge';
import type { EventEnvelope } from '../event-envelope.ts';

export const DELIVERY_SCHEMA = `
CREATE TABLE IF NOT EXISTS delivery (id TEXT PRIMARY KEY, due INTEGER NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS delivery_by_due ON delivery (due);
`;

/** One event on its way to one target, with the target as it was when the event came. */
export interface Delivery {
  id: string;
  /** The rule's name. */
  rule: string;
  target: Target;
  event: EventEnvelope;
  /** Epoch ms. */
  acceptedAt: number;
  attempts: number;
}

export interface DeliveryStore {
  save(delivery: Delivery, due: number): void;
  /** Those due by `now` (epoch ms), longest overdue first. */
  due(now: number): Delivery[];
  nextDue(): number | undefined;
  remove(id: string): void;
}

export function createDeliveryStore(database: DatabaseSync): DeliveryStore {
  const save = database.prepare('INSERT OR REPLACE INTO delivery VALUES (?, ?, ?)');
  const due = database.prepare('SELECT record FROM delivery WHERE due <= ? ORDER BY due, rowid');
  const next = database.prepare('SELECT min(due) AS due FROM delivery');
  const remove = database.prepare('DELETE FROM delivery WHERE id = ?');
  return {
    save: (delivery, time) => void save.run(delivery.id, time, JSON.stringify(delivery)),
    due: (now) => (due.all(now) as { record: string }[]).map(({ record }) => JSON.parse(record)),
    nextDue: () => (next.get() as { due: number | null }).due ?? undefined,
    remove: (id) => void remove.run(id),
  };
}
