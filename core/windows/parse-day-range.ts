import type { DayRangeRule } from './window-rule.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MINUTES = 1_440;
const EXAMPLES = 'such as `mon-fri 09:00-17:00`, `sat,sun 00:00-24:00` or `daily 22:00-06:00`';

export type ParsedDayRange = Pick<DayRangeRule, 'days' | 'from' | 'to'> | { message: string };

/** `mon-fri 09:00-17:00`: days, then times on the clock from 00:00 to 24:00. An end that is not after the beginning is on the next day. */
export function parseDayRange(text: string): ParsedDayRange {
  const shape = /^(\S+) ([0-9:]+) ?- ?([0-9:]+)$/.exec(text);
  if (!shape) return { message: `"${text.slice(0, 60)}" is not days and times: write it ${EXAMPLES}` };
  const [, daysText = '', fromText = '', toText = ''] = shape;
  const days = parseDays(daysText.toLowerCase());
  if ('message' in days) return days;
  const from = parseTime(fromText);
  const to = parseTime(toText);
  if (from === undefined || from === DAY_MINUTES) return { message: sayTimeMistake(fromText, '00:00 to 23:59') };
  if (to === undefined) return { message: sayTimeMistake(toText, '00:00 to 24:00') };
  if (from === to) return { message: `begins and ends at ${fromText}: write 00:00-24:00 for whole days` };
  return { days: days.days, from, to: to > from ? to : to + DAY_MINUTES };
}

const sayTimeMistake = (text: string, range: string): string =>
  `"${text}" is no time here: write hours and minutes from ${range}, ${EXAMPLES}`;

/** Minutes after midnight; undefined for what no clock shows. */
function parseTime(text: string): number | undefined {
  if (text === '24:00') return DAY_MINUTES;
  const [, hours, minutes] = /^([01]?[0-9]|2[0-3]):([0-5][0-9])$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

function parseDays(text: string): { days: number[] } | { message: string } {
  if (text === 'daily') return { days: [0, 1, 2, 3, 4, 5, 6] };
  const days = new Set<number>();
  for (const part of text.split(',')) {
    const ends = part.split('-').map((name) => DAYS.indexOf(name));
    const [first = -1, last = first] = ends;
    if (ends.length > 2 || first < 0 || last < 0)
      return {
        message: `"${part.slice(0, 60)}" is no day: write mon, tue, wed, thu, fri, sat, sun or daily, ${EXAMPLES}`,
      };
    for (let i = 0; i <= (last - first + 7) % 7; i += 1) days.add((first + i) % 7);
  }
  return { days: [...days].sort() };
}
