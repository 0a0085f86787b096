import type { Inbox, InboxMessage } from '#local/console/api/inbox.ts';

/** An inbox that a test puts messages into. */
export function memoryInbox(): Inbox & { add(message: InboxMessage): void } {
  const messages: InboxMessage[] = [];
  const listeners = new Set<(message: InboxMessage) => void>();
  return {
    messages: () => messages,
    onMessage(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add(message) {
      messages.push(message);
      for (const listener of listeners) listener(message);
    },
  };
}

const plain = (text: string, emoji: boolean) => ({ type: 'plain_text', text, emoji });

/** The card at the head of a release's thread, in blocks like those that the notifier sends. */
export const card = (ts: string, title: string, sentence: string, links: string): InboxMessage => ({
  channelName: '#releases',
  ts,
  text: title,
  blocks: [
    { type: 'header', text: plain(`:ship: ${title}`, true) },
    { type: 'section', text: plain(sentence, false) },
    { type: 'context', elements: [{ type: 'mrkdwn', text: links }] },
    {
      type: 'actions',
      elements: [
        { type: 'button', text: plain('Cancel', false), confirm: { text: plain('Ends it for good.', false) } },
      ],
    },
  ],
  editedTs: ts,
});

export const reply = (ts: string, threadTs: string, sentence: string, isLoud: boolean): InboxMessage => ({
  channelName: '#releases',
  ts,
  threadTs,
  text: sentence,
  blocks: [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: `${isLoud ? ':rotating_light: *Somebody has to look.* ' : ''}${sentence}` },
    },
  ],
});
