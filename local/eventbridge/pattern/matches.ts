import type { EventPattern, Matcher } from './event-pattern.ts';

/** Whether the event fits the pattern: every field, and one alternative of `$or` if there are any. */
export function matches(pattern: EventPattern, event: unknown): boolean {
  const fields = [...pattern.fields].every(([name, field]) => fieldMatches(field, read(event, name)));
  return fields && (pattern.or.length === 0 || pattern.or.some((one) => matches(one, event)));
}

function fieldMatches(field: EventPattern | Matcher[], value: unknown): boolean {
  if (Array.isArray(field)) return leaves(value).some((leaf) => field.some((matcher) => matcher(leaf)));
  return Array.isArray(value) ? value.some((item) => matches(field, item)) : matches(field, value);
}

/** An array in the event fits when one of its items does. An object is no leaf: for a matcher nothing is there. */
function leaves(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.length > 0 ? value.flatMap(leaves) : [undefined];
  return typeof value === 'object' && value !== null ? [undefined] : [value];
}

const read = (event: unknown, name: string): unknown =>
  typeof event === 'object' && event !== null && Object.hasOwn(event, name)
    ? (event as Record<string, unknown>)[name]
    : undefined;
