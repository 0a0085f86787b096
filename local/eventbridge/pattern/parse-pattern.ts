import type { EventPattern } from './event-pattern.ts';
import { parseMatcher } from './parse-matcher.ts';

/**
 * Checks an event pattern (EventBridge user guide, "Amazon EventBridge event patterns").
 * Throws an Error whose message says which part is wrong.
 */
export function parsePattern(text: string): EventPattern {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (cause) {
    throw new Error(`it is not JSON: ${(cause as Error).message}`);
  }
  return parseObject(pattern, []);
}

function parseObject(value: unknown, path: string[]): EventPattern {
  const where = path.length > 0 ? `"${path.join('.')}"` : 'Filter';
  if (!isObject(value)) throw new Error(`${where} must be an object or an array`);
  const entries = Object.entries(value);
  if (entries.length === 0)
    throw new Error(path.length > 0 ? `Empty objects are not allowed: ${where}` : 'Filter is empty');
  const pattern: EventPattern = { fields: new Map(), or: [] };
  for (const [key, field] of entries) {
    if (key === '$or' && isAlternatives(field)) pattern.or = field.map((one) => parseObject(one, path));
    else pattern.fields.set(key, parseField(field, [...path, key]));
  }
  return pattern;
}

/** `$or` is a field of that name unless it holds at least two objects. */
const isAlternatives = (field: unknown): field is object[] =>
  Array.isArray(field) && field.length >= 2 && field.every(isObject);

function parseField(field: unknown, path: string[]) {
  if (!Array.isArray(field)) return parseObject(field, path);
  if (field.length === 0) throw new Error(`Empty arrays are not allowed: "${path.join('.')}"`);
  return field.map(parseMatcher);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
