import { parseField } from './parse-field.ts';

type DayTest = (date: Date) => boolean;

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const WEEK = { min: 1, max: 7, names: WEEKDAYS, first: 1 };

/** Day of month: numbers, `L` for the last one, `15W` for the weekday nearest to the 15th. */
export function dayField(field: string): DayTest {
  if (field === 'L') return (date) => date.getUTCDate() === lengthOfMonth(date);
  const nearest = /^(\d+)W$/.exec(field)?.[1];
  if (nearest !== undefined) return (date) => date.getUTCDate() === nearestWeekday(date, Number(nearest));
  const days = parseField(field, { min: 1, max: 31 });
  return (date) => days.has(date.getUTCDate());
}

/** Day of week: 1 (SUN) to 7, `5L` for the last Thursday of the month, `3#2` for its second Tuesday. */
export function weekdayField(field: string): DayTest {
  const [, last] = /^(\w+)L$/.exec(field) ?? [];
  if (last) {
    const weekdays = parseField(last, WEEK);
    return (date) => weekdays.has(date.getUTCDay() + 1) && date.getUTCDate() > lengthOfMonth(date) - 7;
  }
  const [, weekday, nth] = /^(\w+)#([1-5])$/.exec(field) ?? [];
  const weekdays = parseField(weekday ?? (field === 'L' ? 'SAT' : field), WEEK);
  return (date) =>
    weekdays.has(date.getUTCDay() + 1) && (nth === undefined || Math.ceil(date.getUTCDate() / 7) === Number(nth));
}

const lengthOfMonth = (date: Date): number =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();

/** Stays inside the month: a Saturday the 1st gives Monday the 3rd. */
function nearestWeekday(date: Date, day: number): number {
  const length = lengthOfMonth(date);
  const wanted = Math.min(day, length);
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), wanted)).getUTCDay();
  if (weekday === 6) return wanted > 1 ? wanted - 1 : wanted + 2;
  if (weekday === 0) return wanted < length ? wanted + 1 : wanted - 2;
  return wanted;
}
