import { tzOffset } from '@date-fns/tz/tzOffset';
import type { Span } from './span.ts';

/** A stretch of real time in which a zone's clocks are `offsetMs` ahead of UTC. */
export interface ClockSpan extends Span {
  offsetMs: number;
}

const MINUTE_MS = 60_000;

/** Since 1990 no zone changed its clocks twice within less than six days: no change can hide between two looks. */
const STEP_MS = 3 * 86_400_000;

/** Whether this machine's time-zone data knows the name. Offsets such as `+02:00` are no names: they know no summer. */
export function isZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** How far the zone's clocks are ahead of UTC, in milliseconds; NaN for a zone that this machine does not know. */
export const offsetAt = (zone: string, at: number): number => Math.round(tzOffset(zone, new Date(at)) * MINUTE_MS);

/** The zone's clocks during a span, in order and without gaps, changes exact to the millisecond; nothing for an unknown zone. */
export function clockSpans(zone: string, { from, to }: Span): ClockSpan[] {
  const spans: ClockSpan[] = [];
  let begun = from;
  let offsetMs = offsetAt(zone, from);
  for (let at = from; at < to; at += STEP_MS) {
    const next = Math.min(at + STEP_MS, to);
    const nextOffset = offsetAt(zone, next);
    if (Number.isNaN(nextOffset) || Number.isNaN(offsetMs)) return [];
    if (nextOffset === offsetMs) continue;
    const change = changeBetween(zone, at, next);
    spans.push({ from: begun, to: change, offsetMs });
    begun = change;
    offsetMs = nextOffset;
  }
  return begun < to ? [...spans, { from: begun, to, offsetMs }] : spans;
}

/** The first millisecond with the later offset. */
function changeBetween(zone: string, from: number, to: number): number {
  const before = offsetAt(zone, from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
