/** So much sooner must it be worth two more transitions of the state machine. */
const WORTH_MS = 2_000;

/** Told to the state machine: nothing is settled, but in so many seconds something will be, so look then. */
export interface Again {
  status: 'again';
  lookAfter: number;
}

/** What is known to change at a certain moment is not slept through. Undefined: the next look (in `lookAfter` seconds) comes soon enough. */
export function lookAgainAt(at: number | undefined, lookAfter: number, now: number): Again | undefined {
  if (at === undefined) return undefined;
  const left = at - now;
  if (lookAfter * 1_000 - left <= Math.max(WORTH_MS, left * 0.1)) return undefined;
  return { status: 'again', lookAfter: Math.max(1, Math.ceil(left / 1_000)) };
}
