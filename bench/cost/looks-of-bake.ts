import { FIRST_LOOK_SECONDS, firstLook, nextLook } from '#core/waits/looks.ts';

/**
 * How often a bake of so many seconds is looked at after its first look, when no event wakes it. The last look comes when
 * the bake is over, so the last gap may be a shorter one. Each of them is one transition: the timeout is caught and the
 * same state entered again.
 */
export function looksOfBake(seconds: number): number {
  let looks = 0;
  for (let look = firstLook(FIRST_LOOK_SECONDS); look.waited < seconds; look = nextLook(look, seconds)) looks += 1;
  return looks;
}
