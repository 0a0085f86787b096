/** One thing that was measured; without a budget it is there for the reader. */
export interface Row {
  what: string;
  measured: number;
  /** The most it may be. */
  budget?: number;
  unit: string;
  holds: boolean;
}

/** One table of the benchmarks. */
export interface Entry {
  title: string;
  rows: Row[];
  /** How to read it: what was measured on, what is counted in, what is not. */
  note: string;
}

/** A row holds when it has no budget, or does not exceed it. What could not be measured holds never. */
export function row(what: string, measured: number, unit: string, budget?: number): Row {
  if (budget === undefined) return { what, measured, unit, holds: true };
  return { what, measured, budget, unit, holds: measured <= budget };
}

/** One row for each name, most first. */
export const countRows = (what: string, counts: Record<string, number>, unit: string): Row[] =>
  Object.entries(counts)
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .map(([name, count]) => row(`${what} ${name}`, count, unit));
