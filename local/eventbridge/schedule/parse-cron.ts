import { dayField, weekdayField } from './day-fields.ts';
import { parseField } from './parse-field.ts';
import type { Schedule } from './schedule.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAY = 86_400_000;

/** Six fields: minutes, hours, day of month, month, day of week, year (EventBridge user guide, "Cron expressions"). */
export function parseCron(body: string): Schedule {
  const [minutes = '', hours = '', days = '', months = '', weekdays = '', years = '', ...more] = body.split(/\s+/);
  if (!years || more.length > 0) throw new Error('a cron expression has six fields');
  if ((days === '?') === (weekdays === '?')) throw new Error('exactly one of day-of-month and day-of-week must be ?');
  const minuteSet = parseField(minutes, { min: 0, max: 59 });
  const hourSet = parseField(hours, { min: 0, max: 23 });
  const monthSet = parseField(months, { min: 1, max: 12, names: MONTHS, first: 1 });
  const yearSet = parseField(years, { min: 1970, max: 2199 });
  const isDay = weekdays === '?' ? dayField(days) : weekdayField(weekdays);
  const dayFits = (date: Date): boolean =>
    yearSet.has(date.getUTCFullYear()) && monthSet.has(date.getUTCMonth() + 1) && isDay(date);
  const times = [...hourSet]
    .flatMap((hour) => [...minuteSet].map((minute) => (hour * 60 + minute) * 60_000))
    .sort((a, b) => a - b);
  return (after) => nextTime(after, dayFits, times, Math.max(...yearSet));
}

/** Walks day by day; a schedule that names impossible days ends with the years it names. */
function nextTime(
  after: number,
  dayFits: (date: Date) => boolean,
  times: number[],
  lastYear: number,
): number | undefined {
  const end = Math.min(Date.UTC(lastYear + 1, 0, 1), after + 9 * 366 * DAY);
  for (let day = Math.floor(after / DAY) * DAY; day < end; day += DAY) {
    if (!dayFits(new Date(day))) continue;
    const time = times.find((offset) => day + offset > after);
    if (time !== undefined) return day + time;
  }
  return undefined;
}
