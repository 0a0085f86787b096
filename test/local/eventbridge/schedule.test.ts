import { describe, expect, it } from 'vitest';
import { parseSchedule } from '#local/eventbridge/schedule/parse-schedule.ts';

const BEGIN = Date.UTC(2026, 10, 22, 12, 0, 30); // a Sunday
const next = (expression: string, after = BEGIN) => {
  const time = parseSchedule(expression, BEGIN)(after);
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 19);
};

describe('a schedule expression', () => {
  it.each([
    ['rate(1 minute)', '2026-11-22T12:01:30'],
    ['rate(5 minutes)', '2026-11-22T12:05:30'],
    ['rate(12 hours)', '2026-11-23T00:00:30'],
    ['rate(1 day)', '2026-11-23T12:00:30'],
    ['cron(* * * * ? *)', '2026-11-22T12:01:00'],
    ['cron(0 10 * * ? *)', '2026-11-23T10:00:00'],
    ['cron(15 12 * * ? *)', '2026-11-22T12:15:00'],
    ['cron(0 18 ? * MON-FRI *)', '2026-11-23T18:00:00'],
    ['cron(0 8 1 * ? *)', '2026-12-01T08:00:00'],
    ['cron(0/15 * * * ? *)', '2026-11-22T12:15:00'],
    ['cron(5,35 14 * * ? *)', '2026-11-22T14:05:00'],
    ['cron(0 9 ? * 2#1 *)', '2026-12-07T09:00:00'],
    ['cron(0 0 L * ? *)', '2026-11-30T00:00:00'],
    ['cron(0 0 ? * 6L *)', '2026-11-27T00:00:00'],
    ['cron(0 0 1W 8 ? 2026-2027)', '2027-08-02T00:00:00'],
    ['cron(0 0 29 FEB ? *)', '2028-02-29T00:00:00'],
    ['cron(0 0 1 1 ? 2026)', undefined],
  ])('%s fires next at %s', (expression, expected) => expect(next(expression)).toBe(expected));

  it('gives each time once: the next one after a time it fires at is a later one', () => {
    expect(next('rate(5 minutes)', BEGIN + 300_000)).toBe('2026-11-22T12:10:30');
    expect(next('cron(0 10 * * ? *)', Date.UTC(2026, 10, 23, 10))).toBe('2026-11-24T10:00:00');
  });

  it.each([
    'rate(0 minutes)',
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(5 weeks)',
    'every minute',
    'cron(* * * * *)',
    'cron(* * * * * *)',
    'cron(* * ? * ? *)',
    'cron(60 * * * ? *)',
    'cron(0 0 ? * XYZ *)',
    'cron(5-1 * * * ? *)',
  ])('%s is refused', (expression) => expect(() => parseSchedule(expression, BEGIN)).toThrow());
});
