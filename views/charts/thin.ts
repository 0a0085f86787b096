import type { Point } from './chart.ts';

/**
 * At most so many points, each the worst of those that it stands for: the lowest where an alarm minds what is low, else the highest. `step`
 * says how many periods became one.
 */
export function thin(
  points: Point[],
  { periodMs, most, minds }: { periodMs: number; most: number; minds: 'high' | 'low' },
): { points: Point[]; step: number } {
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const step = Math.max(1, Math.ceil(((last - first) / periodMs + 1) / most));
  if (step === 1) return { points, step };
  const worst = new Map<number, Point>();
  for (const { at, value } of points) {
    const from = first + Math.floor((at - first) / (step * periodMs)) * step * periodMs;
    const known = worst.get(from)?.value;
    const isWorse = known === undefined || (minds === 'low' ? value < known : value > known);
    if (isWorse) worst.set(from, { at: from, value });
  }
  return { points: [...worst.values()].sort((a, b) => a.at - b.at), step };
}
