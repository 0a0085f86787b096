/** A message as Slack takes it: blocks and the plain text that stands for them in notifications. */
export interface ChatMessage {
  channel: string;
  text: string;
  blocks: Record<string, unknown>[];
}

export interface Chat {
  /** Posts, as a reply when `thread` is given. Returns Slack's timestamp: the message's id within its channel. */
  post(message: ChatMessage, thread?: string): Promise<string>;
  update(message: ChatMessage, timestamp: string): Promise<void>;
}
