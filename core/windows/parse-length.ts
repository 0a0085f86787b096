import { parseDuration } from '../config/duration.ts';

const MINUTE_MS = 60_000;
const LONGEST_MS = 30 * 86_400_000;
const EXAMPLE = 'whole minutes, hours or days up to 30d, such as `for: 36h`';

export type ParsedLength = { forMs: number } | { at: 'for' | undefined; message: string };

/** How long a cron's window lasts: `90m`, `36h`, `14d`. */
export function parseLength(text: string | undefined): ParsedLength {
  if (text === undefined)
    return { at: undefined, message: `a cron says when a window begins; it needs its length too: ${EXAMPLE}` };
  const forMs = parseDuration(text) ?? 0;
  if (forMs === 0 || forMs % MINUTE_MS !== 0 || forMs > LONGEST_MS)
    return { at: 'for', message: `"${text.slice(0, 60)}" is no length of a window: write ${EXAMPLE}` };
  return { forMs };
}
