import { cut } from './say-time.ts';

const LONGEST_REASON = 500;
const LONGEST = 2_000;
const SEPARATOR = '; ';

/**
 * One sentence out of many reasons, of at most some 2,000 characters: it is kept in items and travels through the state machine,
 * whose limits fifty alarms with all their words would pass. What is left out is counted.
 */
export function joinReasons(reasons: string[], separator: string = SEPARATOR): string {
  const said = reasons.map((reason) => cut(reason, LONGEST_REASON));
  const fitting = said.filter((_, i) => said.slice(0, i + 1).join(separator).length <= LONGEST);
  const left = said.length - fitting.length;
  return [...fitting, ...(left > 0 ? [`${left} more`] : [])].join(separator);
}
