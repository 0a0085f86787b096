import type { EdgeRequest } from './edge-request.ts';

const TIMESTAMP = /^[0-9]{1,12}$/;
/** Slack's and Standard Webhooks' own advice, which is about the past; a request from the future would be good for longer than that. */
const AT_MOST_SECONDS = 300;

/**
 * Why a request that was signed at the time in its header (epoch seconds) is not taken now (epoch ms); undefined when it is. It may be an old one that
 * somebody kept; or our clock is wrong, which nobody can tell from here: so it is refused, and said by how much.
 */
export function whyUntimely(header: string, headers: EdgeRequest['headers'], now: number): string | undefined {
  const timestamp = headers[header.toLowerCase()];
  if (timestamp === undefined || !TIMESTAMP.test(timestamp)) return `${header} is missing or malformed`;
  const late = Math.round(now / 1_000) - Number(timestamp);
  if (Math.abs(late) <= AT_MOST_SECONDS) return undefined;
  const when = late > 0 ? `${late} s ago` : `${-late} s in the future`;
  return `the request was signed ${when} by our clock, of at most ${AT_MOST_SECONDS} s: it is an old one, or the clock is wrong`;
}
