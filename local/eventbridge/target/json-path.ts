/** Reads `$.detail.items[0].name` or `$` out of an event; undefined when nothing is there. */
export function readPath(event: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    return (value as Record<string, unknown>)[step];
  }, event);
}

/** Names and indexes work; wildcards, filters and slices do not. */
export const isPath = (path: string): boolean => /^\$(\.[A-Za-z0-9_-]+|\['[^']+'\]|\[\d+\])*$/.test(path);

const stepsOf = (path: string): string[] =>
  [...path.matchAll(/\.([A-Za-z0-9_-]+)|\['([^']+)'\]|\[(\d+)\]/g)].map(
    ([, name, quoted, index]) => name ?? quoted ?? index ?? '',
  );
