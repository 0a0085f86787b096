import type { ChatMessage } from './chat.ts';

/** Answers to one person, by the address that came with what she typed or pressed. */
export interface Replies {
  /**
   * She alone sees it. `gone`: the address is none of Slack's, or is over, and nobody can be told. Throws when a later attempt may
   * succeed.
   */
  say(responseUrl: string, message: Pick<ChatMessage, 'text' | 'blocks'>): Promise<'said' | 'gone'>;
}
