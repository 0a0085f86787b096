import { offsetAt } from './clock-spans.ts';
import { HORIZON_DAYS, openings } from './openings.ts';
import { sayClosed, sayTooShort, sayUnknownZones } from './say-window.ts';
import type { Span } from './span.ts';
import type { WindowRule } from './window-rule.ts';

const DAY_MS = 86_400_000;

/** Most changes are near, so the looks ahead begin small. */
const HORIZON_MS = HORIZON_DAYS * DAY_MS;
const FIRST_LOOK_MS = 4 * DAY_MS;

/** How far back the beginning of an opening is looked for. */
const BACK_MS = 32 * DAY_MS;

/** Instants are epoch milliseconds, and exact: open from `opensAt` on, closed from `closesAt` on. Undefined: not within 400 days. */
export type WindowStanding =
  | { open: true; closesAt: number | undefined }
  | { open: false; opensAt: number | undefined; reason: string };

/** Do the windows let releases in now, and until or from when? A zone that this machine does not know keeps them closed. */
export function windowStanding(rules: WindowRule[], now: number): WindowStanding {
  const unknown = rules.filter(({ zone }) => Number.isNaN(offsetAt(zone, now)));
  if (unknown.length > 0) return { open: false, opensAt: undefined, reason: sayUnknownZones(unknown) };
  const opening = firstOpening(rules, now);
  if (opening && opening.from <= now) return { open: true, closesAt: opening.to };
  return { open: false, opensAt: opening?.from, reason: sayClosed(rules, now, opening?.from) };
}

/** The whole opening around now; undefined when closed. `from` is undefined when it began more than 32 days ago. */
export function openingAt(
  rules: WindowRule[],
  now: number,
): { from: number | undefined; to: number | undefined } | undefined {
  const standing = windowStanding(rules, now);
  return standing.open ? { from: beginningOf(rules, now, BACK_MS), to: standing.closesAt } : undefined;
}

export type MayBegin = { may: true } | { may: false; opensAt: number | undefined; reason: string };

/**
 * May something that takes `neededMs` begin now? Only while the windows are open, and with enough left of the opening (M06). An opening that
 * is too short as a whole cannot hold it back: otherwise it would never begin. `opensAt` is the next instant at which it may.
 */
export function mayBegin(rules: WindowRule[], now: number, neededMs: number): MayBegin {
  const standing = windowStanding(rules, now);
  if (!standing.open) return { may: false, opensAt: standing.opensAt, reason: standing.reason };
  const { closesAt } = standing;
  if (closesAt === undefined || closesAt - now >= neededMs) return { may: true };
  const from = beginningOf(rules, now, Math.min(Math.max(BACK_MS, neededMs), HORIZON_MS));
  if (from !== undefined && closesAt - from < neededMs) return { may: true };
  const opensAt = firstOpening(rules, closesAt)?.from;
  return { may: false, opensAt, reason: sayTooShort(rules, { now, closesAt, opensAt, neededMs }) };
}

/** The opening around an instant, or else the next one; its `to` is undefined when that is beyond what was looked at. */
function firstOpening(rules: WindowRule[], now: number): { from: number; to: number | undefined } | undefined {
  for (let ahead = FIRST_LOOK_MS; ; ahead = Math.min(ahead * 10, HORIZON_MS)) {
    const end = now + ahead;
    const found = openings(rules, { from: now, to: end })[0];
    const isWhole = found !== undefined && found.to < end;
    if (isWhole || ahead === HORIZON_MS) return found && { from: found.from, to: isWhole ? found.to : undefined };
  }
}

function beginningOf(rules: WindowRule[], now: number, backMs: number): number | undefined {
  const span: Span = { from: now - backMs, to: now + 1 };
  const from = openings(rules, span).at(-1)?.from;
  return from === span.from ? undefined : from;
}
