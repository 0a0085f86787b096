import type { Chance } from './chance.ts';
import { KEYS, TEXTS } from './hostile.ts';

/** A copy of a text with one to four wounds that leave most of it as it was. `tokens` are what its language is made of. */
export function mutateText(text: string, tokens: readonly [string, ...string[]], chance: Chance): string {
  let wounded = text;
  for (let wounds = 1 + chance.below(4); wounds > 0; wounds -= 1) wounded = wound(wounded, tokens, chance);
  return wounded;
}

function wound(text: string, tokens: readonly [string, ...string[]], chance: Chance): string {
  const at = chance.below(text.length + 1);
  const end = Math.min(text.length, at + chance.below(12));
  const [before, cut, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  switch (chance.below(8)) {
    case 0:
      return before + after;
    case 1:
      return before + cut + cut + after;
    case 2:
      return before + chance.one(tokens) + after;
    case 3:
      return before + chance.one(tokens) + cut + after;
    case 4:
      return before + String.fromCharCode(chance.below(0x250)) + after;
    case 5:
      return swapKey(text, chance);
    case 6:
      return before + chance.one(TEXTS) + after;
    default:
      return before;
  }
}

/** One key of the text becomes a hostile one, or another of its own keys: then it is there twice. */
function swapKey(text: string, chance: Chance): string {
  const keys = [...text.matchAll(/[A-Za-z_]+(?="?:)/g)];
  const [taken, other] = [keys[chance.below(keys.length)], keys[chance.below(keys.length)]];
  if (!taken || !other) return text;
  const name = chance.often(0.5) ? chance.one(KEYS) : other[0];
  return text.slice(0, taken.index) + name + text.slice(taken.index + taken[0].length);
}

/** A heap of tokens. */
export const tokenSoup = (tokens: readonly [string, ...string[]], most: number, chance: Chance): string =>
  Array.from({ length: chance.below(most) }, () => chance.one(tokens)).join('');

export function randomBytes(most: number, chance: Chance): Buffer {
  return Buffer.from(Array.from({ length: chance.below(most) }, () => chance.below(256)));
}
