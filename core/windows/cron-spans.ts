import type { ClockSpan } from './clock-spans.ts';
import { cronDays } from './cron-days.ts';
import type { Span } from './span.ts';
import type { CronRule } from './window-rule.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** When a cron's windows last, as far as they begin within the clocks' time. In no order, not merged. */
export function cronSpans(rule: CronRule, clocks: ClockSpan[]): Span[] {
  const [first, last] = [clocks[0], clocks.at(-1)];
  if (!first || !last) return [];
  const days = cronDays(rule.days, first.from + first.offsetMs - DAY_MS, last.to + last.offsetMs + DAY_MS);
  const fired = days.flatMap((day) =>
    rule.times.flatMap((time) => instantsOf(day + time * MINUTE_MS, clocks, rule.named)),
  );
  return fired.map((from) => ({ from, to: from + rule.forMs }));
}

/**
 * The instants at which a cron's time on the wall counts. Shown twice: both times, or the first only when it is `named`. Skipped: never, or
 * when it is `named` right after the skip. So Vixie cron and croner do it too (OCPS 1.4).
 */
function instantsOf(wall: number, clocks: ClockSpan[], named: boolean): number[] {
  const shown = clocks.filter((clock) => isWithin(wall - clock.offsetMs, clock)).map((clock) => wall - clock.offsetMs);
  if (!named || shown.length === 1) return shown;
  if (shown.length > 1) return shown.slice(0, 1);
  const skip = clocks.find((clock, i) => {
    const before = clocks[i - 1];
    return before && wall >= clock.from + before.offsetMs && wall < clock.from + clock.offsetMs;
  });
  return skip ? [skip.from] : [];
}

const isWithin = (at: number, { from, to }: Span): boolean => at >= from && at < to;
