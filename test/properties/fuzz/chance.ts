/** Draws that a seed decides: the same input comes out of the same seed and number, on every machine. */
export interface Chance {
  /** A whole number from 0 to `count - 1`. */
  below(count: number): number;
  one<T>(list: readonly [T, ...T[]]): T;
  /** True so often: from 0 (never) to 1 (always). */
  often(share: number): boolean;
}

/** Mulberry32: small, quick, and good enough to pick mutations with. */
export function chance(seed: number): Chance {
  let state = Math.imul(seed, 0x9e3779b1) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    below,
    one: (list) => list[below(list.length)] ?? list[0],
    often: (share) => next() < share,
  };
}
