import type { JSX } from 'preact';

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** JSON, set out over lines and coloured. Text that is no JSON is shown as it is. */
export const JsonView = ({ label, text }: { label: string; text: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
  <section class="json" tabIndex={0} aria-label={label}>
    <pre>{coloured(setOut(text))}</pre>
  </section>
);

function setOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function coloured(text: string): (string | JSX.Element)[] {
  const pieces: (string | JSX.Element)[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [all, quoted, colon, word] = match;
    pieces.push(text.slice(from, match.index));
    const kind = quoted ? (colon ? 'key' : 'text') : word ? 'word' : 'number';
    pieces.push(<span class={`json-${kind}`}>{quoted ?? all}</span>);
    if (colon) pieces.push(colon);
    from = match.index + all.length;
  }
  return [...pieces, text.slice(from)];
}
