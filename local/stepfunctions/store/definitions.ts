import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/** Definition texts by their hash: an execution keeps the one it started with, whatever becomes of its machine. */
export interface DefinitionStore {
  /** Stores a text and returns its hash. */
  add(text: string): string;
  /** Throws when there is none: definitions are never deleted. */
  get(hash: string): string;
}

export function definitionStore(database: DatabaseSync): DefinitionStore {
  const insert = database.prepare('INSERT OR IGNORE INTO definitions (hash, text) VALUES (?, ?)');
  const select = database.prepare('SELECT text FROM definitions WHERE hash = ?');
  return {
    add(text) {
      const hash = createHash('sha256').update(text).digest('hex');
      insert.run(hash, text);
      return hash;
    },
    get(hash) {
      const row = select.get(hash);
      if (!row) throw new Error(`The definition ${hash} is not stored.`);
      return String(row['text']);
    },
  };
}
