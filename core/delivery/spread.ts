/** How `n` durations lie. Of none, nothing is known: that is not zero, and both are left out. */
export interface Spread {
  n: number;
  medianMs?: number;
  p90Ms?: number;
}

/** The median (of an even number: the mean of the middle two), and the 90th percentile by nearest rank: the shortest that nine of ten do not exceed. */
export function spreadOf(durations: readonly number[]): Spread {
  const sorted = [...durations].sort((one, other) => one - other);
  const n = sorted.length;
  const [low, high, ninth] = [(n - 1) >> 1, n >> 1, Math.ceil((n * 9) / 10) - 1].map((rank) => sorted[rank]);
  if (low === undefined || high === undefined || ninth === undefined) return { n: 0 };
  return { n, medianMs: low + (high - low) / 2, p90Ms: ninth };
}
