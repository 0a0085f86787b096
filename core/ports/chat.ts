/** A message as Slack takes it: blocks and the plain text that stands for them in notifications. */
export interface ChatMessage {
  /** A channel's name (`#releases`) or Slack's id of it. */
  channel: string;
  text: string;
  /** Block Kit's blocks. The `block_id` of the first one is the message's key: `find` finds it by that. */
  blocks: { type: string; block_id?: string }[];
}

/** Slack refuses this message, and will refuse it again: no such channel, a card that somebody deleted, a block too long. */
export class ChatRefused extends Error {
  override name = 'ChatRefused';
}

/** Each throws `ChatRefused` when no retry will help, and anything else when one may. */
export interface Chat {
  /** Posts, as a reply when `thread` (the id of the message at its head) is given. Returns the message's id. */
  post(message: ChatMessage, thread?: string): Promise<string>;
  /** Replaces the message with this id. */
  update(message: ChatMessage, id: string): Promise<void>;
  /** The id of the message with this key, when Slack has it and lets us read. Undefined: not there, or nobody knows. */
  find(where: { channel: string; thread?: string; since: number }, key: string): Promise<string | undefined>;
}
