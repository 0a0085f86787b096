/** A message as Slack on one machine keeps it (`local/slack`). */
export interface InboxMessage {
  channelName: string;
  ts: string;
  threadTs?: string | undefined;
  text: string;
  blocks: Record<string, unknown>[];
  editedTs?: string;
}

/** Where the messages are that were sent to people. */
export interface Inbox {
  messages(): InboxMessage[];
  /** Calls the listener with each message posted or updated. Returns a function that ends it. */
  onMessage(listener: (message: InboxMessage) => void): () => void;
}
