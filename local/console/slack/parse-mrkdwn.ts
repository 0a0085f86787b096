import { EMOJI } from './emoji.ts';

/** A piece of Slack's mrkdwn, as far as our messages use it. */
export type Mrkdwn =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'emoji'; text: string; name: string }
  | { kind: 'bold'; inside: Mrkdwn[] }
  | { kind: 'link'; href: string; inside: Mrkdwn[] };

const PIECES = [
  /`(?<code>[^`\n]+)`/,
  /<(?<href>https?:\/\/[^|>\s]+)(?:\|(?<label>[^>]*))?>/,
  /(?<![\p{L}\p{N}*])\*(?<bold>(?=\S)[^*\n]*[^*\s])\*(?![\p{L}\p{N}*])/u,
  /<!date\^\d+\^[^|>]+\|(?<date>[^>]+)>/,
  /:(?<emoji>[a-z0-9_+-]+):/,
];
const PIECE = new RegExp(PIECES.map((piece) => piece.source).join('|'), 'gu');

/**
 * Parses mrkdwn: bold, code, links, dates and emoji; everything else is text. Only http and https become links, and Slack's three
 * escapes are undone last, so that escaped text never turns into markup.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function parseMrkdwn(source: string): Mrkdwn[] {
  const pieces: Mrkdwn[] = [];
  let from = 0;
  for (const match of source.matchAll(PIECE)) {
    const piece = pieceOf(match.groups ?? {});
    if (!piece) continue;
    if (match.index > from) pieces.push(textOf(source.slice(from, match.index)));
    pieces.push(piece);
    from = match.index + match[0].length;
  }
  if (from < source.length) pieces.push(textOf(source.slice(from)));
  return pieces;
}

/** Slack's plain text with emoji on: shortcodes become signs, nothing else is markup. */
export function parsePlain(source: string): Mrkdwn[] {
  return source.split(/(:[a-z0-9_+-]+:)/).flatMap((text): Mrkdwn[] => {
    const name = text.slice(1, -1);
    const sign = EMOJI[name];
    if (sign !== undefined && text === `:${name}:`) return [{ kind: 'emoji', name, text: sign }];
    return text === '' ? [] : [{ kind: 'text', text }];
  });
}

function pieceOf({ code, href, label, bold, emoji, date }: Record<string, string | undefined>): Mrkdwn | undefined {
  if (code !== undefined) return { kind: 'code', text: unescaped(code) };
  if (href !== undefined)
    return { kind: 'link', href: unescaped(href), inside: label ? parseMrkdwn(label) : [textOf(href)] };
  if (bold !== undefined) return { kind: 'bold', inside: parseMrkdwn(bold) };
  // What Slack shows where it cannot show the reader's own time.
  if (date !== undefined) return textOf(date);
  const sign = EMOJI[emoji ?? ''];
  return sign === undefined || emoji === undefined ? undefined : { kind: 'emoji', text: sign, name: emoji };
}

const textOf = (text: string): Mrkdwn => ({ kind: 'text', text: unescaped(text) });

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
