import { Cron } from 'croner';
import { CRON_OPTIONS, daysPattern } from './cron-days.ts';
import type { CronRule } from './window-rule.ts';

/** Each is looked at for more than a year ahead, and a window that begins more often is no window. */
const MOST_TIMES = 96;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const EXAMPLE = 'five fields are minute, hour, day of the month, month and weekday, such as `"0 22 24 12 *"`';

export type ParsedCron = Pick<CronRule, 'days' | 'times' | 'named'> | { message: string };

/** Reads a pattern of five fields, as crontab and croner know them (`L`, `W` and `mon#2` too). */
export function parseCron(text: string): ParsedCron {
  const [minute = '', hour = '', ...dayFields] = text.split(' ');
  const days = dayFields.join(' ');
  try {
    const everyTime = new Cron(`${minute} ${hour} * * *`, CRON_OPTIONS);
    const firstDay = new Cron(daysPattern(days), CRON_OPTIONS).nextRun(new Date(0));
    if (!firstDay) return { message: `"${text}" never fires: there is no such day` };
    const times = timesOf(everyTime);
    if (times.length > MOST_TIMES)
      return {
        message: `"${text}" fires more than ${MOST_TIMES} times a day: write days and times, such as \`daily 00:00-24:00\``,
      };
    return { days, times, named: !/[*/?]/.test(minute + hour) };
  } catch (error) {
    return { message: `"${text.slice(0, 60)}" is no cron (${sayCronError(error)}): ${EXAMPLE}` };
  }
}

/** Minutes after midnight, one more than are allowed at most. */
const timesOf = (cron: Cron): number[] =>
  cron
    .nextRuns(MOST_TIMES + 1, new Date(-1))
    .map((at) => at.getTime())
    .filter((at) => at < DAY_MS)
    .map((at) => at / MINUTE_MS);

const sayCronError = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/^CronPattern: /, '').replace(/\.$/, '');
