import type { Chance } from './chance.ts';
import { KEYS, TEXTS, VALUES } from './hostile.ts';

type Tree = Record<string, unknown> | unknown[];

/** A copy of a value with one to three wounds: a part taken away, replaced, renamed, doubled or put elsewhere. */
export function mutateTree(whole: object, chance: Chance): unknown {
  const copy = structuredClone(whole) as Tree;
  for (let wounds = 1 + chance.below(3); wounds > 0; wounds -= 1) wound(somewhereIn(copy, chance), chance);
  return chance.often(0.01) ? hostileValue(chance) : copy;
}

function somewhereIn(tree: Tree, chance: Chance): Tree {
  let here = tree;
  for (;;) {
    const inner = Object.values(here).filter((part): part is Tree => typeof part === 'object' && part !== null);
    const next = inner[chance.below(inner.length)];
    if (!next || chance.often(0.35)) return here;
    here = next;
  }
}

function wound(place: Tree, chance: Chance): void {
  const names = Object.keys(place);
  const name = names[chance.below(names.length)] ?? '0';
  const other = names[chance.below(names.length)] ?? '0';
  const parts = place as Record<string, unknown>;
  const kind = chance.below(6);
  if (kind === 0) drop(place, name);
  else if (kind === 1) define(place, chance.one(KEYS), parts[name]);
  else if (kind === 2) define(place, name, parts[other]);
  else define(place, name, hostileValue(chance));
}

function drop(place: Tree, name: string): void {
  if (Array.isArray(place)) place.splice(Number(name), 1);
  else delete place[name];
}

/** As JSON.parse does it: `__proto__` becomes a key like any other, and a list has none but its places. */
function define(place: Tree, key: string, value: unknown): void {
  if (Array.isArray(place)) place.push(value);
  else Object.defineProperty(place, key, { value, enumerable: true, configurable: true, writable: true });
}

const hostileValue = (chance: Chance): unknown =>
  chance.often(0.5) ? chance.one(TEXTS) : structuredClone(chance.one(VALUES));
