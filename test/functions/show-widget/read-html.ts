/** One tag of a widget, as a browser would read it. */
export interface Tag {
  name: string;
  attributes: Record<string, string>;
  /** What stands between it and the next tag. */
  text: string;
}

const TAG = /<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z][a-z0-9-]*(?:="[^"]*")?)*)\s*\/?>([^<]*)/gi;
const ATTRIBUTE = /\s+([a-z][a-z0-9-]*)(?:="([^"]*)")?/gi;

/** The tags that open in a widget. Throws where anything stands between tags that is neither a tag nor text. */
export function tagsIn(html: string): Tag[] {
  const found: Tag[] = [];
  let at = 0;
  for (const match of html.matchAll(TAG)) {
    if (match.index !== at) throw new Error(`This is no HTML: ${html.slice(at, at + 80)}`);
    at += match[0].length;
    const [, closes, name = '', attributes = '', text = ''] = match;
    if (closes) continue;
    const pairs = [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [
      key.toLowerCase(),
      unescaped(value),
    ]);
    found.push({ name: name.toLowerCase(), attributes: Object.fromEntries(pairs), text: unescaped(text) });
  }
  if (at !== html.length) throw new Error(`This is no HTML: ${html.slice(at, at + 80)}`);
  return found;
}

/** What a reader sees, without tags. */
export const textIn = (html: string): string =>
  unescaped(
    html
      .replace(/<style>.*?<\/style>/s, '')
      .replace(/<cwdb-action[^>]*>[^<]*<\/cwdb-action>/g, '')
      .replace(/<[^>]*>/g, ' '),
  ).replace(/\s+/g, ' ');

/** What links in a widget have the dashboard call, with which parameters. */
export const callsIn = (html: string): { endpoint: string; display: string; params: Record<string, unknown> }[] =>
  tagsIn(html)
    .filter(({ name }) => name === 'cwdb-action')
    .map(({ attributes, text }) => ({
      endpoint: attributes['endpoint'] ?? '',
      display: attributes['display'] ?? '',
      params: JSON.parse(text),
    }));

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
