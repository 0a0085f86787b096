import type { DatabaseSync } from 'node:sqlite';
import type { Emit, ServiceEvent } from '#local/eventbridge/aws-event.ts';

/** Events that are promised by a commit and not yet handed over. */
export interface Outbox {
  /** To be called inside the transaction that makes the event true. */
  add(event: ServiceEvent): void;
  /**
   * Hands over what is waiting, in order. What cannot be handed over stays for the next flush. A crash in between hands one over
   * again: EventBridge delivers at least once.
   */
  flush(emit: Emit): void;
}

export function outbox(database: DatabaseSync): Outbox {
  const insert = database.prepare('INSERT INTO outbox (event) VALUES (?)');
  const select = database.prepare('SELECT id, event FROM outbox ORDER BY id');
  const remove = database.prepare('DELETE FROM outbox WHERE id = ?');
  let waiting = true;
  return {
    add(event) {
      waiting = true;
      insert.run(JSON.stringify(event));
    },
    flush(emit) {
      if (!waiting) return;
      try {
        for (const row of select.all()) {
          emit(JSON.parse(String(row['event'])));
          remove.run(row['id'] ?? null);
        }
        waiting = false;
      } catch (error) {
        // The change is committed: a receiver that fails must not make it look as if it had not happened.
        console.error(error);
      }
    },
  };
}
