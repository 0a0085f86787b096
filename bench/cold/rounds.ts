import { spread } from '../spread.ts';
import type { Probed, Took } from './probe.ts';

const ROUNDS = 20;
const WARM_UP = 2;

/**
 * Runs every contestant once per round, in turn, so that whatever else the machine does at a moment concerns all of them; the first
 * rounds only warm the disk's cache.
 */
export async function rounds<Name extends string>(
  contestants: Record<Name, () => Promise<Probed>>,
  count = ROUNDS,
): Promise<Record<Name, Probed[]>> {
  const names = Object.keys(contestants) as Name[];
  const all = Object.fromEntries(names.map((name) => [name, [] as Probed[]])) as Record<Name, Probed[]>;
  for (let round = 0; round < WARM_UP + count; round += 1)
    for (const name of names) {
      const probed = await contestants[name]();
      if (round >= WARM_UP) all[name].push(probed);
    }
  return all;
}

/** Of each process one figure; of all of them the spread. Throws when a process has not measured it. */
export const spreadOf = (probed: Probed[], took: (one: Probed) => Took | undefined, unit: keyof Took) =>
  spread(probed.map((one) => took(one)?.[unit] ?? Number.NaN));

/**
 * How many times as much `ours` took as `theirs`, over `nothing` if given: the middle of the ratios of each round, because what else
 * goes on at a moment concerns both.
 */
export function ratioOf(
  ours: Probed[],
  theirs: Probed[],
  took: (one: Probed) => Took | undefined,
  unit: keyof Took,
  nothing?: Probed[],
): number {
  const of = (probed: Probed | undefined): number => (probed && took(probed)?.[unit]) ?? Number.NaN;
  const over = (probed: Probed | undefined, i: number): number => of(probed) - (nothing ? of(nothing[i]) : 0);
  return spread(ours.map((one, i) => over(one, i) / over(theirs[i], i))).median;
}
