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

/** Slack has had enough for now, and says for how many ms nothing is to be sent. */
export class ChatBusy extends Error {
  override name = 'ChatBusy';
  readonly quietMs: number;
  constructor(quietMs: number, options?: ErrorOptions) {
    super(`Slack asks for quiet for ${Math.ceil(quietMs / 1_000)} s`, options);
    this.quietMs = quietMs;
  }
}

/** Each throws `ChatRefused` when no retry will help, `ChatBusy` when it is to be sent later, and anything else when a retry may help. */
export interface Chat {
  /** Posts, as a reply when `thread` (the id of the message at its head) is given. Returns the message's id. */
  post(message: ChatMessage, thread?: string): Promise<string>;
  /** Replaces the message with this id. */
  update(message: ChatMessage, id: string): Promise<void>;
  /** The id of the message with this key, when Slack has it and lets us read. Undefined: not there, or nobody knows. */
  find(where: { channel: string; thread?: string; since: number }, key: string): Promise<string | undefined>;
}
