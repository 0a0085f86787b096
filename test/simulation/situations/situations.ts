import { ARRIVALS } from './arrivals.ts';
import { MISHAPS } from './mishaps.ts';
import type { Recognise, Run } from './seen.ts';
import { WORLD } from './world.ts';

/** By the id of scenarios.md, section 2: how it is recognised in a run. */
export const SITUATIONS: Record<string, Recognise> = { ...ARRIVALS, ...MISHAPS, ...WORLD };

/** The ids of the situations that a run has reached. */
export const situationsIn = (run: Run): string[] => Object.keys(SITUATIONS).filter((id) => SITUATIONS[id]?.(run));

/** How many situations there are of each letter, with the numbers that scenarios.md leaves out. */
const LAST: Record<string, [number, ...number[]]> = {
  W: [28, 4, 16, 17, 26],
  E: [16, 7],
  A: [11, 1, 2, 5, 6, 8, 9],
  C: [7, 3, 4, 6],
  F: [11, 1, 5, 6],
  K: [12, 3],
  G: [17, 2, 8, 10, 15],
  B: [16, 8, 12, 13, 15],
  R: [14, 3, 13],
  J: [13, 3, 11],
  O: [8, 2, 4],
  T: [4],
  M: [8, 3, 5],
};

/** Every id of scenarios.md, section 2, but X and Z: those are about operating Bakewatch. */
export const ALL_IDS = Object.entries(LAST).flatMap(([letter, [last, ...missing]]) =>
  Array.from({ length: last }, (_, i) => i + 1)
    .filter((n) => !missing.includes(n))
    .map((n) => `${letter}${String(n).padStart(2, '0')}`),
);
