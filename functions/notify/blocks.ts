import type { ContextBlock, HeaderBlock, MrkdwnElement, SectionBlock } from '@slack/types';
import { sayMarkup, sayPlain } from './say-text.ts';

/** The few blocks we use, within Slack's limits whatever they are given. https://docs.slack.dev/reference/block-kit/blocks */
const MOST = { header: 150, section: 2_900 } as const;

/** Words of ours only: an `:emoji:` in it is shown as one. The key is what the message is found by. */
export const header = (text: string, key: string): HeaderBlock => ({
  type: 'header',
  block_id: key,
  text: { type: 'plain_text', text: orBlank(sayPlain(text, MOST.header)), emoji: true },
});

/** Anybody's words, escaped. */
export const sentence = (text: string, key?: string): SectionBlock => ({
  type: 'section',
  ...(key ? { block_id: key } : {}),
  text: markup(sayMarkup(text, MOST.section)),
});

export const context = (...elements: MrkdwnElement[]): ContextBlock => ({
  type: 'context',
  elements,
});

/** Anybody's words, escaped, in small print. */
export const small = (text: string, most: number): MrkdwnElement => markup(sayMarkup(text, most));

/** Markup of ours, already escaped. `verbatim`: a bare address or name in it does not become a link. */
export const markup = (text: string): MrkdwnElement => ({ type: 'mrkdwn', text: orBlank(text), verbatim: true });

const orBlank = (text: string): string => text || '–';
