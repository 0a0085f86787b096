import { Cron } from 'croner';

const DAY_MS = 86_400_000;

/** Clocks on the wall are reckoned as if they were UTC: what the zone makes of them is decided in `cron-spans.ts`. */
export const CRON_OPTIONS = { mode: '5-part', paused: true, utcOffset: 0 } as const;

/** The pattern that fires once on each of the days, at midnight. */
export const daysPattern = (days: string): string => `0 0 ${days}`;

/** The midnights in [from, to), on the wall, of the days that a cron's last three fields name; in no order. */
export function cronDays(days: string, from: number, to: number): number[] {
  const cron = new Cron(daysPattern(days), CRON_OPTIONS);
  return isWeekly(days) ? everyWeek(firings(cron, from, from + 7 * DAY_MS), to) : firings(cron, from, to);
}

/** Most patterns are the same in every week: then a week is asked of the library, and not a year. */
const isWeekly = (days: string): boolean => /^\* \* [^#l]+$/i.test(days);

const everyWeek = (week: number[], to: number): number[] =>
  week.flatMap((day) =>
    Array.from({ length: Math.max(0, Math.ceil((to - day) / (7 * DAY_MS))) }, (_, i) => day + i * 7 * DAY_MS),
  );

function firings(cron: Cron, from: number, to: number): number[] {
  const found: number[] = [];
  let next = cron.nextRun(new Date(from - 1))?.getTime();
  while (next !== undefined && next < to) {
    found.push(next);
    next = cron.nextRun(new Date(next))?.getTime();
  }
  return found;
}
