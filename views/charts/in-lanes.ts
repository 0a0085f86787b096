export interface Labelled {
  /** Of its middle, in pixels. */
  x: number;
  label: string;
}

export type InLane<T> = T & { lane: number; anchor: 'start' | 'middle' | 'end' };

const CHARACTER = 6.4;
const GAP = 10;

/** Puts each label into the first lane in which it touches no other, and keeps it between the edges. */
export function inLanes<T extends Labelled>(labels: T[], left: number, right: number): InLane<T>[] {
  const ends: number[] = [];
  return [...labels]
    .sort((a, b) => a.x - b.x)
    .map((each) => {
      const width = each.label.length * CHARACTER;
      const anchor = each.x - width / 2 < left ? 'start' : each.x + width / 2 > right ? 'end' : 'middle';
      const begin = { start: each.x, middle: each.x - width / 2, end: each.x - width }[anchor];
      const free = ends.findIndex((end) => end + GAP <= begin);
      const lane = free === -1 ? ends.length : free;
      ends[lane] = begin + width;
      return { ...each, lane, anchor };
    });
}
