/** The one source of time for everything in `local/`: tests inject a manual clock, so no test sleeps. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `run` once at or after `time` (epoch ms). Returns a function that cancels it. */
  at(time: number, run: () => void): () => void;
}

/** Node's timers are 32 bit: a longer delay fires at once, so long waits are armed in slices. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function systemClock(): Clock {
  return { now: Date.now, at: armSystemTimer };
}

function armSystemTimer(time: number, run: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    const left = time - Date.now();
    timer = left <= LONGEST_TIMER_MS ? setTimeout(run, Math.max(0, left)) : setTimeout(arm, LONGEST_TIMER_MS);
  };
  arm();
  return () => clearTimeout(timer);
}
