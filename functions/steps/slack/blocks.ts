import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { writeActionValue } from '#core/commands/action-value.ts';
import type { Offer } from '#core/commands/offers.ts';
import { sayMarkup, sayMarkupOf, sayPlain } from './say-text.ts';

/** The few blocks we use, within Slack's limits whatever they are given. https://docs.slack.dev/reference/block-kit/blocks */
const MOST = { header: 150, section: 2_900, buttons: 5, label: 75, title: 100, text: 300, answer: 30 } as const;

/** Words of ours only: an `:emoji:` in it is shown as one. The key is what the message is found by. */
export const header = (text: string, key: string): HeaderBlock => ({
  type: 'header',
  block_id: key,
  text: { type: 'plain_text', text: orBlank(sayPlain(text, MOST.header)), emoji: true },
});

/** Anybody's words, escaped; `actor` is whose doing they tell of. */
export const sentence = (
  text: string,
  { key, actor }: { key?: string; actor?: string | undefined } = {},
): SectionBlock => ({
  type: 'section',
  ...(key ? { block_id: key } : {}),
  text: markup(sayMarkupOf(text, MOST.section, actor)),
});

export const context = (...elements: MrkdwnElement[]): ContextBlock => ({
  type: 'context',
  elements,
});

/** Anybody's words, escaped, in small print. */
export const small = (text: string, most: number): MrkdwnElement => markup(sayMarkup(text, most));

/**
 * A button on the card of a release for each command that is offered, the first few; none: no block. What each would do is asked
 * before it is done.
 */
export function buttons(offers: Offer[], release: string): ActionsBlock[] {
  const elements = offers.slice(0, MOST.buttons).flatMap((offer) => button(offer, release));
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

function button({ command, seen, label, style, confirm }: Offer, release: string): Button[] {
  const value = writeActionValue({ command, seen, ...('release' in command ? {} : { card: release }) });
  // Slack would refuse the whole message: that one is typed.
  if (value === undefined) return [];
  return [
    {
      type: 'button',
      action_id: command.kind,
      text: plain(label, MOST.label),
      style,
      value,
      confirm: {
        title: plain(confirm.title, MOST.title),
        text: plain(confirm.text, MOST.text),
        confirm: plain(confirm.yes, MOST.answer),
        deny: plain('Leave it', MOST.answer),
        style,
      },
    },
  ];
}

/** Anybody's words, and nothing in them is markup or an emoji. */
const plain = (text: string, most: number): PlainTextElement => ({
  type: 'plain_text',
  text: orBlank(sayPlain(text, most)),
  emoji: false,
});

/** Markup of ours, already escaped. `verbatim`: a bare address or name in it does not become a link. */
export const markup = (text: string): MrkdwnElement => ({ type: 'mrkdwn', text: orBlank(text), verbatim: true });

const orBlank = (text: string): string => text || '–';
