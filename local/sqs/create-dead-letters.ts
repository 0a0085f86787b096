import { join } from 'node:path';
import { openDatabase } from '../storage/database.ts';

/** What could not be delivered, as it lies in a dead-letter queue. */
export interface DeadLetter {
  /** Sending the same id to the same queue twice keeps one message. */
  id: string;
  body: string;
  /** Message attributes: why it is here. */
  attributes: Record<string, string>;
}

export interface DeadLetters {
  /** Takes a queue's ARN or name; the queue comes into being with its first message. Durable when it returns. */
  send(queue: string, message: DeadLetter): void;
  /** The messages of a queue (ARN or name), oldest first. */
  list(queue: string): DeadLetter[];
  close(): void;
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS dead_letters (
  serial INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
  attributes TEXT NOT NULL, UNIQUE (queue, id)
);`;

/** Dead-letter queues in-process: they have SQS's names and ARNs, but not its API. `dir` may be `:memory:`. */
export function createDeadLetters({ dir }: { dir: string }): DeadLetters {
  const database = openDatabase(dir === ':memory:' ? dir : join(dir, 'dead-letters.db'), SCHEMA);
  const insert = database.prepare(
    'INSERT OR IGNORE INTO dead_letters (queue, id, body, attributes) VALUES (?, ?, ?, ?)',
  );
  const select = database.prepare('SELECT id, body, attributes FROM dead_letters WHERE queue = ? ORDER BY serial');
  return {
    send(queue, { id, body, attributes }) {
      insert.run(nameOf(queue), id, body, JSON.stringify(attributes));
    },
    list: (queue) =>
      (select.all(nameOf(queue)) as { id: string; body: string; attributes: string }[]).map((row) => {
        return { ...row, attributes: JSON.parse(row.attributes) };
      }),
    close: () => database.close(),
  };
}

const nameOf = (queue: string): string => queue.split(':').at(-1) ?? queue;
