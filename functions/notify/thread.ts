import type { LedgerEvent, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, create } from '#core/ledger/record.ts';
import type { Chat, ChatMessage } from '#core/ports/chat.ts';
import type { Change, Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import { cardKey, replyKey } from './render-message.ts';

/** What is remembered of a release's thread. */
interface Thread {
  /** The id of the message at its head; absent while it is not known whether Slack has it. */
  head?: string;
  /** Slack's timestamp of that message: the console finds the thread by it. */
  timestamp?: string;
  /** The last event that was said: what is older was said already. */
  said: number;
  /** Written before an event is posted: whoever finds it asks Slack whether the message is there. */
  saying?: number;
}

export type OpenThread = Stored<Thread> & { head: string };

interface Ports {
  table: Table;
  chat: Chat;
}

/** The release's thread, opened with its card when there is none. */
export async function openThread(
  { table, chat }: Ports,
  release: StoredRelease,
  card: ChatMessage,
): Promise<OpenThread> {
  const id = releaseId(release);
  const key = keys.thread(id);
  const known = (await table.read(key)) as Stored<Thread> | undefined;
  if (known?.head !== undefined) return { ...known, head: known.head };
  if (!known) await write(table, create(key, { said: 0 }));
  const where = { channel: card.channel, since: release.acceptedAt };
  const found = known ? await chat.find(where, cardKey(id)) : undefined;
  const begun = known ?? { ...key, said: 0, version: 1 };
  const opened = { ...begun, ...headed(found ?? (await chat.post(card))) };
  await write(table, change(begun, opened));
  return { ...opened, version: begun.version + 1 };
}

/**
 * Posts an event's reply, once: the intent is written first, so that a crash behind the post is found out about. Returns the thread
 * as it is then.
 */
export async function sayInThread(
  { table, chat }: Ports,
  thread: OpenThread,
  event: LedgerEvent,
  reply: ChatMessage,
): Promise<OpenThread> {
  const { number } = event;
  const { head, saying, ...told } = thread;
  const isSilent = event.kind === 'accepted';
  const mayBeThere = saying === number;
  const isNew = !isSilent && !mayBeThere;
  if (isNew) await write(table, change(thread, { ...thread, saying: number }));
  const where = { channel: reply.channel, thread: head, since: event.at };
  const found = mayBeThere ? await chat.find(where, replyKey(event.release, number)) : undefined;
  if (!isSilent && !found) await chat.post(reply, head);
  const version = isNew ? thread.version + 1 : thread.version;
  const next = { ...told, head, said: number };
  await write(table, change({ ...thread, version }, next));
  return { ...next, version: version + 1 };
}

const headed = (head: string) => ({ head, timestamp: head.replace(/^.*\//, '') });

/** Another instance at work on the same release is left to it: this event is delivered again. */
async function write(table: Table, change: Change): Promise<void> {
  if (await table.write([change])) return;
  throw new Error('Another instance speaks in this thread: the event is delivered again.');
}
