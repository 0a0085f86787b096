import { joinReasons } from '../words/join-reasons.ts';
import { cut, sayMoment } from '../words/say-time.ts';

const LONGEST_REASON = 500;

/** A check that is required and not green. */
export interface OpenCheck {
  name: string;
  /** `red`: it has ended, and not well; it may be run again. */
  is: 'missing' | 'running' | 'red';
  /** The host's word for it, where it is there. */
  state?: string;
  link?: string;
}

/** What a release waits for before it is built. Times are epoch ms. */
export interface OpenChecks {
  kind: 'checks';
  /** In the order in which they are required. */
  open: OpenCheck[];
  /** Why it is not known how they stand. */
  unreadable?: string;
  since: number;
  /** Then it expires. */
  until: number;
}

/** How a release begins to wait: nobody has looked yet. */
export const allMissing = (require: string[], since: number, withinMs: number): OpenChecks => ({
  kind: 'checks',
  open: require.map((name) => ({ name, is: 'missing' })),
  since,
  until: since + withinMs,
});

/** `lint is red (failure, https://ci.example/7); build is running (in_progress)` */
export const sayOpen = ({ open, unreadable }: Pick<OpenChecks, 'open' | 'unreadable'>): string =>
  unreadable === undefined
    ? joinReasons(open.map(sayCheck))
    : `how ${sayNames(open.map(({ name }) => name))} stand cannot be read: ${cut(unreadable, LONGEST_REASON)}`;

/** The same, and how that ends. */
export const sayOpenUntil = (checks: OpenChecks): string =>
  `${sayOpen(checks)}; goes on when every one is green, expires at ${sayMoment(checks.until)} otherwise`;

/** `build, lint and test` */
export const sayNames = (names: string[]): string =>
  joinReasons([[names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ')]);

function sayCheck({ name, is, state, link }: OpenCheck): string {
  if (is === 'missing') return `${name} is not reported yet`;
  const details = [state, link].filter(Boolean).join(', ');
  return `${name} is ${is}${details ? ` (${details})` : ''}`;
}
