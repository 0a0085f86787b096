import type { Chat } from '#core/ports/chat.ts';
import type { Inbox, InboxMessage } from '#local/console/api/inbox.ts';

/** An inbox that the notifier can post to and the console can read. */
export function memoryInbox(): { chat: Chat; inbox: Inbox } {
  const messages: InboxMessage[] = [];
  const listeners = new Set<(message: InboxMessage) => void>();
  const tell = (message: InboxMessage): void => {
    for (const listener of listeners) listener(message);
  };
  return {
    chat: {
      async post({ channel, text, blocks }, thread) {
        const ts = `${1_795_334_400 + messages.length}.000000`;
        const message = { channelName: channel, ts, text, blocks, ...(thread ? { threadTs: thread } : {}) };
        messages.push(message);
        tell(message);
        return ts;
      },
      async update({ text, blocks }, ts) {
        const message = messages.find((m) => m.ts === ts);
        if (message) tell(Object.assign(message, { text, blocks, editedTs: ts }));
      },
    },
    inbox: {
      messages: () => messages,
      onMessage(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}
