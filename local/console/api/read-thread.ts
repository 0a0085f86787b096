import { keys } from '#core/ledger/keys.ts';
import type { ReadTable } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import type { Inbox, InboxMessage } from './inbox.ts';
import type { ThreadMessage, ThreadsView, ThreadView } from './views.ts';

/** What was said about a release in its thread, as far as the inbox has it. */
export async function readThread(
  { table, chat }: { table: ReadTable; chat: Inbox },
  release: { service: string; number: number },
): Promise<ThreadView> {
  const thread = await table.read(keys.thread(releaseId(release)));
  const messages = thread ? threadOf(chat.messages(), String(thread['timestamp'])) : [];
  const channel = messages[0]?.channelName;
  return { thread: messages.map(messageOf), ...(channel === undefined ? {} : { channel }) };
}

const threadOf = (messages: InboxMessage[], root: string): InboxMessage[] =>
  messages.filter((message) => message.ts === root || message.threadTs === root);

const messageOf = ({ ts, text, blocks, editedTs }: InboxMessage): ThreadMessage => ({
  ts,
  text,
  blocks,
  edited: editedTs !== undefined,
});

const NEWEST_THREADS = 20;

/** Everything that was said lately: the newest threads first, each with its replies. */
export function readThreads({ chat }: { chat: Inbox }, now: number): ThreadsView {
  const messages = chat.messages();
  const heads = messages.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);
  const threads = heads.slice(-NEWEST_THREADS).reverse();
  return {
    now,
    threads: threads.map((head) => ({
      channel: head.channelName,
      // Every card begins with its release; the rest is Slack's markup, and in the card itself.
      title: head.text.split(' ')[0] ?? '',
      thread: threadOf(messages, head.ts).map(messageOf),
    })),
  };
}
