const DEEPEST = 64;
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\]:,]/g;
const STRUCTURE = new Set(['{', '}', '[', ']', ':', ',']);

/**
 * Parses JSON and refuses what two parsers might read differently: duplicate keys, `__proto__`, numbers beyond a double,
 * nesting deeper than 64, bytes that are not UTF-8, a byte order mark. Linear in time. Throws SyntaxError with the reason.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  scan(text);
  return JSON.parse(text);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SyntaxError('the body is not UTF-8');
  }
}

function scan(text: string): void {
  /** One entry per open bracket: the keys seen so far of an object, undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let previous = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (STRUCTURE.has(token)) follow(open, token);
    else if (token.startsWith('"')) checkText(open.at(-1), token, previous);
    else if (!Number.isFinite(Number(token))) throw new SyntaxError('a number is too large');
    previous = token;
  }
}

/** Keeps the stack of open brackets. */
function follow(open: (Set<string> | undefined)[], token: string): void {
  if (token === '{') open.push(new Set());
  if (token === '[') open.push(undefined);
  if (token === '}' || token === ']') open.pop();
  if (open.length > DEEPEST) throw new SyntaxError(`nested deeper than ${DEEPEST}`);
}

/** A text is a key when it comes first in an object or after a comma of one. */
function checkText(keys: Set<string> | undefined, token: string, previous: string): void {
  if (previous === '{' || previous === ',') checkKey(keys, token);
}

function checkKey(keys: Set<string> | undefined, token: string): void {
  if (!keys) return;
  const key = JSON.parse(token) as string;
  if (key === '__proto__') throw new SyntaxError('the key __proto__ is not accepted');
  if (keys.has(key)) throw new SyntaxError('a key is there twice');
  keys.add(key);
}
