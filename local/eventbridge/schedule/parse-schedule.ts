import { parseCron } from './parse-cron.ts';
import type { Schedule } from './schedule.ts';

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * `rate(5 minutes)` or `cron(0 10 * * ? *)`, in UTC. A rate counts from `begin`, the time the rule was put.
 * Throws an Error that says what is wrong.
 */
export function parseSchedule(expression: string, begin: number): Schedule {
  const [, kind, body = ''] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'cron') return parseCron(body);
  if (kind !== 'rate') throw new Error('it is neither rate(...) nor cron(...)');
  const everyMs = parseRate(body);
  return (after) => begin + (Math.floor((after - begin) / everyMs) + 1) * everyMs;
}

function parseRate(body: string): number {
  const [, count, unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(body) ?? [];
  const number = Number(count);
  if (!(number > 0)) throw new Error('a rate is a positive number and minute(s), hour(s) or day(s)');
  if ((number === 1) === (plural === 's'))
    throw new Error('a rate of 1 takes the singular unit, any other rate the plural');
  return number * UNIT_MS[unit as keyof typeof UNIT_MS];
}
