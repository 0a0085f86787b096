import type { Clock } from './clock.ts';

export interface ManualClock extends Clock {
  /** Moves time forward to `time`, running every timer that falls due on the way, in order, and letting promises settle between them. */
  advanceTo(time: number): Promise<void>;
  advanceBy(ms: number): Promise<void>;
}

/** A clock that stands still until it is told to move. For tests and simulations. */
export function manualClock(start: number): ManualClock {
  let now = start;
  let serial = 0;
  const timers = new Map<number, { time: number; run: () => void }>();

  const nextDue = (until: number) =>
    [...timers].filter(([, t]) => t.time <= until).sort(([a, x], [b, y]) => x.time - y.time || a - b)[0];

  const clock: ManualClock = {
    now: () => now,
    at(time, run) {
      serial += 1;
      const id = serial;
      timers.set(id, { time, run });
      return () => void timers.delete(id);
    },
    async advanceTo(time) {
      await settle();
      for (let due = nextDue(time); due; due = nextDue(time)) {
        const [id, timer] = due;
        timers.delete(id);
        now = Math.max(now, timer.time);
        timer.run();
        await settle();
      }
      now = Math.max(now, time);
    },
    advanceBy: (ms) => clock.advanceTo(now + ms),
  };
  return clock;
}

/** Lets everything that is already resolved run to its next wait. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
