import { matches } from '#local/eventbridge/pattern/matches.ts';
import { parsePattern } from '#local/eventbridge/pattern/parse-pattern.ts';
import { invalidParameter } from './lambda-error.ts';

export type EventFilter = (event: unknown) => boolean;

/** EventBridge has these rules and Lambda has not (Lambda guide, filter rule syntax). */
const ONLY_EVENTBRIDGE = /"(wildcard|cidr)"\s*:/;

/** A filter that lets an event pass when any of the patterns (JSON text) matches. Throws InvalidParameterValueException. */
export function eventFilter(patterns: string[]): EventFilter {
  const filters = patterns.map(parse);
  return (event) => filters.length === 0 || filters.some((pattern) => matches(pattern, event));
}

function parse(pattern: string) {
  const foreign = ONLY_EVENTBRIDGE.exec(pattern)?.[1];
  if (foreign) throw invalidParameter(`Invalid filter pattern: Lambda has no ${foreign} rule`);
  try {
    return parsePattern(pattern);
  } catch (cause) {
    throw invalidParameter(`Invalid filter pattern: ${(cause as Error).message}`);
  }
}
