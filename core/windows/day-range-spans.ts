import type { ClockSpan } from './clock-spans.ts';
import { clipSpan, type Span } from './span.ts';
import type { DayRangeRule } from './window-rule.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** When a range of days holds: under each setting of the clocks, the times that they show while it lasts. Not merged. */
export const dayRangeSpans = (rule: DayRangeRule, clocks: ClockSpan[]): Span[] =>
  clocks.flatMap((clock) => spansUnder(rule, clock));

function spansUnder({ days, from, to }: DayRangeRule, clock: ClockSpan): Span[] {
  const spans: Span[] = [];
  const last = Math.floor((clock.to + clock.offsetMs) / DAY_MS);
  for (let day = Math.floor((clock.from + clock.offsetMs) / DAY_MS) - 1; day <= last; day += 1) {
    if (!days.includes(weekday(day))) continue;
    const midnight = day * DAY_MS - clock.offsetMs;
    spans.push(clipSpan({ from: midnight + from * MINUTE_MS, to: midnight + to * MINUTE_MS }, clock));
  }
  return spans;
}

/** Day 0, 1970-01-01, was a Thursday. */
const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7;
