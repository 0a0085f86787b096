import { cut } from '#core/words/say-time.ts';

/** Controls (also those that turn the direction of writing round, or are invisible) and line breaks. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu;

/** Far more than is ever shown; so that a text of megabytes costs no time. */
const LOOKED_AT = 20_000;

/** Somebody else's text on one line of at most `most` characters, cut with a mark. For `plain_text`: it is never markup there. */
export const sayPlain = (text: string, most: number): string =>
  cut(text.slice(0, LOOKED_AT).toWellFormed().replaceAll(UNSEEN, ' ').trim(), most);

/** The same for `mrkdwn`: Slack's own three escapes, so that no text can become a mention, a link or a command. */
export const sayMarkup = (text: string, most: number): string => {
  const escaped = escapeMarkup(sayPlain(text, most));
  return escaped.length <= most ? escaped : escapeMarkup(sayPlain(text, Math.floor(most / LONGEST_ESCAPE)));
};

/**
 * The same, where whoever did it is called by her name in Slack instead of its id. Only she: the id of anybody else in somebody's
 * words stays a text, or every commit message could call people.
 */
export const sayMarkupOf = (text: string, most: number, actor: string | undefined): string => {
  const [, user] = /^slack:[TE][A-Z0-9]{2,20}\/([UW][A-Z0-9]{2,20})$/.exec(actor ?? '') ?? [];
  const said = sayMarkup(text, most);
  return actor && user ? said.replaceAll(new RegExp(`${actor}(?![A-Z0-9])`, 'g'), `<@${user}>`) : said;
};

const LONGEST_ESCAPE = '&amp;'.length;

const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
