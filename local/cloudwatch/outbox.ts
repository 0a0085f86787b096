import type { DatabaseSync } from 'node:sqlite';
import type { Emit, ServiceEvent } from '../eventbridge/aws-event.ts';

export const OUTBOX_SCHEMA =
  'CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);';

export interface Outbox {
  /** Notes an event inside the transaction of the change it tells of: both are there after a crash, or neither. */
  add(event: ServiceEvent): void;
  /** Hands over what was noted, oldest first. What cannot be handed over stays, in order, for the next call. */
  drain(): void;
}

/** Events reach `emit` at least once: a crash between handing over and forgetting repeats one, and never loses one. */
export function createOutbox(database: DatabaseSync, emit: Emit): Outbox {
  const insert = database.prepare('INSERT INTO outbox (event) VALUES (?)');
  const select = database.prepare('SELECT id, event FROM outbox ORDER BY id');
  const remove = database.prepare('DELETE FROM outbox WHERE id = ?');
  return {
    add: (event) => void insert.run(JSON.stringify(event)),
    drain() {
      try {
        for (const { id, event } of select.all() as { id: number; event: string }[]) {
          emit(JSON.parse(event));
          remove.run(id);
        }
      } catch (error) {
        console.error('An alarm event could not be handed over; it is kept and tried again.', error);
      }
    },
  };
}
