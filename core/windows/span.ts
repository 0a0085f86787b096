/** A stretch of real time, [from, to) in epoch milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** What at least one of the spans covers: sorted, disjoint, and in one piece where they touch. */
export function mergeSpans(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (from >= to) continue;
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** What is left of `spans` without `holes`; both as `mergeSpans` returns them, and so is the result. */
export function subtractSpans(spans: Span[], holes: Span[]): Span[] {
  const left: Span[] = [];
  let next = 0;
  for (const { from, to } of spans) {
    let at = from;
    while ((holes[next]?.to ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    for (let i = next; at < to; i += 1) {
      const hole = holes[i] ?? { from: to, to };
      if (hole.from > at) left.push({ from: at, to: Math.min(hole.from, to) });
      at = Math.max(at, Math.min(hole.to, to));
      if (hole.from >= to) break;
    }
  }
  return left;
}

/** The part of a span that lies in another one; empty (`from >= to`) when there is none. */
export const clipSpan = (span: Span, { from, to }: Span): Span => ({
  from: Math.max(span.from, from),
  to: Math.min(span.to, to),
});
