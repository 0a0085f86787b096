/** How long, or how often, something took at the worst: by the name of what is bounded, unit included. */
export type Bounds = Map<string, number>;

/** Notes a value; the largest one of each name is kept. */
export function measure(bounds: Bounds, name: string, value: number): void {
  bounds.set(name, Math.max(value, bounds.get(name) ?? 0));
}

export function addBounds(sum: Bounds, other: Bounds): void {
  for (const [name, value] of other) measure(sum, name, value);
}

export const sayBounds = (bounds: Bounds): string[] =>
  [...bounds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `  ${name}: ${Math.round(value * 10) / 10}`);
