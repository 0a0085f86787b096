const DEEPEST = 64;

/** Where the scan stands: `open` has one entry per open bracket, the keys so far of an object, undefined for an array. */
interface Scan {
  text: string;
  open: (Set<string> | undefined)[];
  /** The last character that was not white space. */
  previous: string;
}

/**
 * Refuses (SyntaxError) what JSON.parse lets pass and two parsers might read differently. What is no JSON at all may pass
 * here: JSON.parse refuses it. No regular expression runs over a whole string: on a long one it backtracks or overflows.
 */
export function checkJsonText(text: string): void {
  const scan: Scan = { text, open: [], previous: '' };
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    at = takeToken(scan, character, at);
    if (!SPACE.has(character)) scan.previous = character;
  }
}

const SPACE = new Set(' \t\r\n');
const NUMBER_START = new Set('-0123456789');
const NUMBER_PART = new Set('-0123456789+.eE');

/** Checks the token that begins at `at` and returns where the next one begins. */
function takeToken(scan: Scan, character: string, at: number): number {
  if (character === '"') return takeString(scan, at);
  if (NUMBER_START.has(character)) return takeNumber(scan.text, at);
  if (character === '{') scan.open.push(new Set());
  else if (character === '[') scan.open.push(undefined);
  else if (character === '}' || character === ']') scan.open.pop();
  if (scan.open.length > DEEPEST) throw new SyntaxError(`nested deeper than ${DEEPEST}`);
  return at + 1;
}

function takeNumber(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && NUMBER_PART.has(text.charAt(end))) end += 1;
  const digits = text.slice(at, end);
  if (Math.abs(Number(digits)) === Number.POSITIVE_INFINITY) throw new SyntaxError('a number is too large');
  return end;
}

function takeString({ text, open, previous }: Scan, at: number): number {
  const end = endOfString(text, at);
  const raw = text.slice(at, end);
  const keys = previous === '{' || previous === ',' ? open.at(-1) : undefined;
  if (!keys && !raw.includes('\\u')) return end;
  const value = JSON.parse(raw) as string;
  if (!value.isWellFormed()) throw new SyntaxError('a string holds half of a surrogate pair');
  if (value === '__proto__' && keys) throw new SyntaxError('the key __proto__ is not accepted');
  if (keys?.has(value)) throw new SyntaxError('a key is there twice');
  keys?.add(value);
  return end;
}

/** Behind the closing quote; the end of the text when there is none. */
function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? text.length : quote + 1;
}

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charAt(first - 1) === '\\') first -= 1;
  return (at - first) % 2 === 1;
}
