const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [1, 2, 5, 10, 15, 30]
  .flatMap((n) => [n * SECOND, n * MINUTE])
  .concat(
    [1, 2, 3, 6, 12].map((n) => n * HOUR),
    DAY,
  );

export interface TimeTick {
  at: number;
  /** `08:55:10`, without seconds where none is needed, the day where hours say too little. All in UTC, like every sentence of the ledger. */
  label: string;
}

/** About so many round moments between two, both in epoch ms. */
export function timeTicks(from: number, to: number, most: number): TimeTick[] {
  const least = Math.max(1, to - from) / Math.max(1, most);
  const known = [...STEPS].sort((a, b) => a - b).find((step) => step >= least);
  const step = known ?? Math.ceil(least / DAY) * DAY;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, i) => first + i * step).map((at) => ({ at, label: say(at, step) }));
}

function say(at: number, step: number): string {
  const date = new Date(at);
  if (step >= DAY || (step > HOUR && at % DAY === 0))
    return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return date.toISOString().slice(11, step < MINUTE ? 19 : 16);
}
