/**
 * A number in [0, 1) that depends on the seed and the name of what is decided, and on nothing else: taking one decision out
 * of a story leaves all the others as they were, which is what makes a failing story small.
 */
export function draw(seed: number, name: string): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < name.length; i += 1) {
    const letter = name.charCodeAt(i);
    a = Math.imul(a ^ letter, 2654435761);
    b = Math.imul(b ^ letter, 1597334677);
  }
  const high = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  const low = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)) / 2 ** 53;
}

/** A whole number in [least, most]. */
export const drawBetween = (seed: number, name: string, least: number, most: number): number =>
  least + Math.floor(draw(seed, name) * (most - least + 1));

/** One of the options. */
export function drawOne<T>(seed: number, name: string, options: readonly [T, ...T[]]): T {
  return options[Math.floor(draw(seed, name) * options.length)] ?? options[0];
}
