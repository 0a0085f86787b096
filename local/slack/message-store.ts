import { createHash } from 'node:crypto';
import { openDatabase, transaction } from '#local/storage/database.ts';
import type { Clock } from '#local/time/clock.ts';

export interface SlackMessage {
  /** Slack's id of the channel. */
  channel: string;
  /** The channel as the caller named it: `#releases` or the id. */
  channelName: string;
  /** Seconds with six decimals: the message's id within its channel. */
  ts: string;
  /** The message this one replies to. */
  threadTs?: string | undefined;
  text: string;
  blocks: Record<string, unknown>[];
  /** `ts`-like time of the last update. */
  editedTs?: string;
}

export interface MessageStore {
  /** Stores a new message under a `ts` that no message had before. */
  add(message: Omit<SlackMessage, 'ts'>): SlackMessage;
  /** Replaces what is given of a message; undefined when there is none. */
  edit(channel: string, ts: string, content: Partial<Pick<SlackMessage, 'text' | 'blocks'>>): SlackMessage | undefined;
  find(channel: string, ts: string): SlackMessage | undefined;
  /** Messages with a `ts` greater than `since`, oldest first. */
  list(since?: string): SlackMessage[];
  close(): void;
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS messages (
  channel TEXT NOT NULL, micros INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (channel, micros));
  CREATE INDEX IF NOT EXISTS messages_by_time ON messages (micros);`;

export function messageStore(file: string, clock: Clock): MessageStore {
  const database = openDatabase(file, SCHEMA);
  const find = (channel: string, ts: string): SlackMessage | undefined => {
    const row = database
      .prepare('SELECT message FROM messages WHERE channel = ? AND micros = ?')
      .get(channel, microsOf(ts));
    return row && JSON.parse(String(row['message']));
  };
  return {
    find,
    add: (content) =>
      transaction(database, () => {
        const last = Number(database.prepare('SELECT max(micros) AS last FROM messages').get()?.['last'] ?? 0);
        const micros = Math.max(clock.now() * 1000, last + 1);
        const message = { ...content, ts: tsOf(micros) };
        database
          .prepare('INSERT INTO messages (channel, micros, message) VALUES (?, ?, ?)')
          .run(message.channel, micros, JSON.stringify(message));
        return message;
      }),
    edit: (channel, ts, content) =>
      transaction(database, () => {
        const before = find(channel, ts);
        if (!before) return undefined;
        const after = { ...before, ...content, editedTs: tsOf(clock.now() * 1000) };
        database
          .prepare('UPDATE messages SET message = ? WHERE channel = ? AND micros = ?')
          .run(JSON.stringify(after), channel, microsOf(ts));
        return after;
      }),
    list: (since = '0') =>
      database
        .prepare('SELECT message FROM messages WHERE micros > ? ORDER BY micros')
        .all(microsOf(since))
        .map((row) => JSON.parse(String(row['message']))),
    close: () => database.close(),
  };
}

const tsOf = (micros: number): string => `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;

/** -1 for what is no `ts`: no message has it. */
function microsOf(ts: string): number {
  const [, seconds, micros = ''] = /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(ts) ?? [];
  return seconds === undefined ? -1 : Number(seconds) * 1e6 + Number(micros.padEnd(6, '0'));
}

/** Slack answers with a channel's id, also when it was named: the same name always has the same id here. */
export function channelId(name: string): string {
  if (/^[CDG][A-Z0-9]{2,}$/.test(name)) return name;
  const hash = createHash('sha256').update(name.replace(/^#/, '')).digest('hex');
  return `C${hash.slice(0, 10).toUpperCase()}`;
}
