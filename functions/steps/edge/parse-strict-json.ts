import { checkJsonText } from './check-json-text.ts';

/**
 * Parses JSON and refuses what two parsers might read differently: duplicate keys, `__proto__`, numbers beyond a double,
 * nesting deeper than 64, lone surrogates, bytes that are not UTF-8, a byte order mark. Time and memory grow with the
 * length of the body only. Throws SyntaxError with the reason, and nothing else.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  checkJsonText(text);
  return JSON.parse(text);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SyntaxError('the body is not UTF-8');
  }
}
