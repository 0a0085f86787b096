import { sayDuration } from '../config/duration.ts';

const CELLS = 10;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** `▰▰▰▱▱▱▱▱▱▱ 3 of 10 min`: how much of a bake of `forMs` has passed. Rounded down, so that it is full only when it is over. */
export function bakeBar(passedMs: number, forMs: number): string {
  const passed = Math.min(Math.max(0, passedMs), forMs);
  const full = forMs > 0 ? Math.floor((CELLS * passed) / forMs) : CELLS;
  return `${'▰'.repeat(full)}${'▱'.repeat(CELLS - full)} ${sayShare(passed, forMs)}`;
}

function sayShare(passed: number, forMs: number): string {
  const whole = passed === forMs ? forMs : passed - (passed % coarseness(passed));
  const all = sayDuration(forMs);
  if (whole === 0) return `0 of ${all}`;
  const said = sayDuration(whole);
  const [count, unit, ...more] = said.split(' ');
  return `${more.length === 0 && all.endsWith(` ${unit}`) && all.split(' ').length === 2 ? count : said} of ${all}`;
}

/** As coarse as a duration of this length is said, so that it is never said to be longer than it is. */
function coarseness(ms: number): number {
  if (ms < 2 * MINUTE) return 1_000;
  return ms < 2 * DAY ? MINUTE : DAY;
}
