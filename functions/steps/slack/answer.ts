import type { KnownBlock } from '@slack/types';
import type { ChatMessage } from '#core/ports/chat.ts';
import { fitting } from './fitting.ts';
import { sayMarkup } from './say-text.ts';

export type Answer = Pick<ChatMessage, 'text' | 'blocks'>;

const LONGEST_TEXT = 2_900;

/** An answer to one person: `text` is what a notification says, in anybody's words; `rest` where to find what is too much for a message. */
export const answer = (text: string, blocks: KnownBlock[], rest = '…'): Answer => ({
  text: sayMarkup(text, LONGEST_TEXT) || '–',
  blocks: fitting(blocks, rest),
});
