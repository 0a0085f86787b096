import { configJsonSchema } from './json-schema.ts';

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** Made once: a file may have many mistakes. */
const ROOT = configJsonSchema() as JsonSchema;

/** The keys that may stand at a place of the file, in the schema's order. */
export function knownKeys(path: PropertyKey[]): string[] {
  const places = path.reduce<JsonSchema[]>((from, part) => from.flatMap((place) => step(place, part)), [ROOT]);
  return [...new Set(places.flatMap(branches).flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

const branches = (schema: JsonSchema): JsonSchema[] => schema.anyOf ?? schema.oneOf ?? [schema];

function step(place: JsonSchema, part: PropertyKey): JsonSchema[] {
  return branches(place).flatMap(({ properties = {}, additionalProperties, items }) => {
    if (typeof part === 'number') return items ? [items] : [];
    const named = Object.hasOwn(properties, part) ? properties[String(part)] : undefined;
    if (named) return [named];
    return typeof additionalProperties === 'object' ? [additionalProperties] : [];
  });
}

/** The key that a misspelt one is nearest to; undefined when none is near enough to be meant. */
export function nearest(key: string, known: string[]): string | undefined {
  const word = key.toLowerCase().slice(0, 50);
  const most = Math.max(1, Math.floor(word.length / 3));
  const ranked = known
    .map((name) => ({ name, distance: editDistance(word, name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0] && ranked[0].distance <= most ? ranked[0].name : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours between two short words. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = isSwap(a, b, i, j) ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, swapped, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const isSwap = (a: string, b: string, i: number, j: number): boolean =>
  i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
