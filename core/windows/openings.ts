import { type ClockSpan, clockSpans } from './clock-spans.ts';
import { cronSpans } from './cron-spans.ts';
import { dayRangeSpans } from './day-range-spans.ts';
import { clipSpan, mergeSpans, type Span, subtractSpans } from './span.ts';
import type { WindowRule } from './window-rule.ts';

const DAY_MS = 86_400_000;

/** How far ahead the next change is looked for: more than a year, so that what happens once a year is found. */
export const HORIZON_DAYS = 400;

/** No clocks were ever turned by more than a day: whoever looks back two days further knows whether a clock shows a time for the first time or again. */
const MARGIN_MS = 2 * DAY_MS;

/** The part of `span` in which the rules let releases in: some `allow` holds, or there is none, and no `deny` does. */
export function openings(rules: WindowRule[], span: Span): Span[] {
  const holds = holder(rules, span);
  const allows = rules.filter(({ effect }) => effect === 'allow');
  const allowed = allows.length === 0 ? [span] : mergeSpans(allows.flatMap(holds));
  const denied = mergeSpans(rules.filter(({ effect }) => effect === 'deny').flatMap(holds));
  return subtractSpans(allowed, denied);
}

/** The rules that hold at an instant. */
export function holdingAt(rules: WindowRule[], at: number): WindowRule[] {
  const holds = holder(rules, { from: at, to: at + 1 });
  return rules.filter((rule) => holds(rule).length > 0);
}

/** When a rule holds within a span; each zone's clocks are read once for all rules. */
function holder(rules: WindowRule[], span: Span): (rule: WindowRule) => Span[] {
  const longest = Math.max(0, ...rules.map((rule) => (rule.kind === 'cron' ? rule.forMs : 0)));
  const around = { from: span.from - longest - MARGIN_MS, to: span.to };
  const clocks = new Map<string, ClockSpan[]>();
  for (const { zone } of rules) if (!clocks.has(zone)) clocks.set(zone, clockSpans(zone, around));
  return (rule) => {
    const known = clocks.get(rule.zone) ?? [];
    const spans = rule.kind === 'days' ? dayRangeSpans(rule, known) : cronSpans(rule, known);
    return spans.map((each) => clipSpan(each, span)).filter(({ from, to }) => from < to);
  };
}
