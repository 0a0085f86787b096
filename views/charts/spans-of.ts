import type { StateSpan } from './chart.ts';

/** A change of an alarm's state. */
export interface StateChange {
  at: number;
  from: string;
  to: string;
}

/** What an alarm was between two moments, out of its changes since the first of them (oldest first) and what it is now. */
export function spansOf(changes: StateChange[], from: number, to: number, now: string): StateSpan[] {
  const known = changes.filter(({ at }) => at >= from);
  let state = known[0]?.from ?? now;
  let since = from;
  const spans: StateSpan[] = [];
  for (const change of known.filter(({ at }) => at < to)) {
    if (change.at > since) spans.push({ from: since, to: change.at, state });
    state = change.to;
    since = change.at;
  }
  if (to > since) spans.push({ from: since, to, state });
  return spans;
}
