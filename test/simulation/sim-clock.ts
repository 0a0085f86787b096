import type { Clock } from '#local/time/clock.ts';

interface Timer {
  time: number;
  serial: number;
  run: (() => void) | undefined;
}

/** A clock that moves only from one timer to the next. */
export interface SimClock extends Clock {
  /** Moves to the next timer that is due until `until` and runs it; false when there is none. */
  step(until: number): boolean;
}

/** Timers of the same moment run in the order in which they were set. Kept as a binary heap: a run has hundreds of thousands. */
export function createSimClock(start: number): SimClock {
  const heap: Timer[] = [];
  let now = start;
  let serial = 0;
  return {
    now: () => now,
    at(time, run) {
      serial += 1;
      const timer: Timer = { time: Math.max(now, time), serial, run };
      push(heap, timer);
      return () => {
        timer.run = undefined;
      };
    },
    step(until) {
      for (let [first] = heap; first && first.time <= until; [first] = heap) {
        pop(heap);
        if (!first.run) continue;
        now = first.time;
        first.run();
        return true;
      }
      now = Math.max(now, until);
      return false;
    },
  };
}

const isBefore = (a: Timer | undefined, b: Timer | undefined): boolean =>
  a !== undefined && (b === undefined || a.time < b.time || (a.time === b.time && a.serial < b.serial));

function push(heap: Timer[], timer: Timer): void {
  heap.push(timer);
  for (let i = heap.length - 1; i > 0; ) {
    const parent = (i - 1) >> 1;
    if (!isBefore(heap[i], heap[parent])) return;
    swap(heap, i, parent);
    i = parent;
  }
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  heap[0] = last;
  for (let i = 0; ; ) {
    const [left, right] = [2 * i + 1, 2 * i + 2];
    const least = isBefore(heap[right], heap[left]) ? right : left;
    if (!isBefore(heap[least], heap[i])) return;
    swap(heap, i, least);
    i = least;
  }
}

function swap(heap: Timer[], i: number, j: number): void {
  const [a, b] = [heap[i], heap[j]];
  if (!(a && b)) return;
  heap[i] = b;
  heap[j] = a;
}
