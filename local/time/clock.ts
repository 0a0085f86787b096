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

/**
 * Node counts a delay on another clock than Date.now, so a timer may fire a millisecond before its time (one in twelve does), and
 * Date.now may be set back while it waits. Whoever asked would find that nothing is due yet and wait for ever: it is armed again.
 */
function armSystemTimer(time: number, run: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    timer = setTimeout(fire, Math.min(Math.max(0, time - Date.now()), LONGEST_TIMER_MS));
  };
  const fire = (): void => {
    if (Date.now() < time) arm();
    else run();
  };
  arm();
  return () => clearTimeout(timer);
}
