import { describe, expect, it } from 'vitest';
import { parseWindowRule } from '#core/windows/parse-window-rule.ts';
import { aRule } from './rule.ts';

const HOUR = 3_600_000;
const mistakesOf = (written: Parameters<typeof parseWindowRule>[0]): string => {
  const parsed = parseWindowRule(written);
  return parsed.ok ? 'none' : parsed.mistakes.map(({ at, message }) => `${at ?? ''}: ${message}`).join('\n');
};

describe('a window rule', () => {
  it.each<[string, number[], number, number]>([
    ['mon-fri 09:00-17:00', [1, 2, 3, 4, 5], 540, 1020],
    ['fri 15:00-24:00', [5], 900, 1440],
    ['sat,sun 00:00-24:00', [0, 6], 0, 1440],
    ['daily 22:00-06:00', [0, 1, 2, 3, 4, 5, 6], 1320, 1800],
    ['fri-mon 00:00-24:00', [0, 1, 5, 6], 0, 1440],
    ['sat-tue,thu 9:05-9:06', [0, 1, 2, 4, 6], 545, 546],
    ['mon-sun 00:00-24:00', [0, 1, 2, 3, 4, 5, 6], 0, 1440],
    ['sun-mon 23:59-00:00', [0, 1], 1439, 1440],
    ['MON-Wed 10:00 - 11:00', [1, 2, 3], 600, 660],
    ['mon,mon-tue 10:00-11:00', [1, 2], 600, 660],
  ])('reads the days and times %s', (text, days, from, to) => {
    expect(aRule({ allow: text, zone: 'Europe/Berlin' })).toEqual({
      effect: 'allow',
      kind: 'days',
      text,
      zone: 'Europe/Berlin',
      days,
      from,
      to,
    });
  });

  it.each<[string, string, number[], boolean]>([
    ['0 22 24 12 *', '24 12 *', [1320], true],
    ['30 2,14 * * mon-fri', '* * mon-fri', [150, 870], true],
    ['0 9-11 * * *', '* * *', [540, 600, 660], true],
    ['*/30 8 * * *', '* * *', [480, 510], false],
    ['0 */8 L * *', 'L * *', [0, 480, 960], false],
    ['0 0 * * tue#2', '* * tue#2', [0], true],
    ['0 0 29 2 *', '29 2 *', [0], true],
  ])('reads the cron %s', (text, days, times, named) => {
    expect(aRule({ deny: text, for: '36h', zone: 'UTC' })).toEqual({
      effect: 'deny',
      kind: 'cron',
      text,
      zone: 'UTC',
      days,
      times,
      named,
      forMs: 36 * HOUR,
    });
  });

  it('stays the same as JSON, because it travels in the plan', () => {
    for (const rule of [
      aRule({ deny: '*/15 * * * *', for: '1m', zone: 'UTC' }),
      aRule({ allow: 'daily 1:00-2:00', zone: 'UTC' }),
    ]) {
      expect(JSON.parse(JSON.stringify(rule))).toEqual(rule);
    }
  });

  it('takes spaces as they come, and a length of as much as 30 days', () => {
    expect(aRule({ deny: '  0  22 24  12 * ', for: '30d', zone: 'UTC' })).toMatchObject({ text: '0 22 24 12 *' });
  });

  it.each<[Parameters<typeof parseWindowRule>[0], string]>([
    [{ zone: 'UTC' }, ': needs `allow` or `deny`'],
    [{ allow: 'mon 1:00-2:00', deny: 'tue 1:00-2:00', zone: 'UTC' }, ': has both `allow` and `deny`: write two rules'],
    [{ allow: 'whenever', zone: 'UTC' }, 'allow: "whenever" is neither days and times nor a cron of five fields'],
    [{ deny: '0 0 22 24 12 *', for: '1h', zone: 'UTC' }, 'deny: "0 0 22 24 12 *" is neither'],
    [{ deny: '@daily', for: '1h', zone: 'UTC' }, 'deny: "@daily" is neither'],
    [{ allow: 'mon-fri 9-17:00', zone: 'UTC' }, 'allow: "9" is no time here'],
    [{ allow: 'mon-fri 09:00', zone: 'UTC' }, 'allow: "mon-fri 09:00" is not days and times'],
    [{ allow: '09:00-17:00', zone: 'UTC' }, 'is not days and times: write it such as `mon-fri 09:00-17:00`'],
    [{ allow: 'montag 09:00-17:00', zone: 'UTC' }, 'allow: "montag" is no day'],
    [{ allow: 'mon-tue-wed 09:00-17:00', zone: 'UTC' }, '"mon-tue-wed" is no day'],
    [{ allow: 'mon, 09:00-17:00', zone: 'UTC' }, '"" is no day'],
    [{ allow: 'mon 09:00-24:01', zone: 'UTC' }, '"24:01" is no time here: write hours and minutes from 00:00 to 24:00'],
    [{ allow: 'mon 24:00-01:00', zone: 'UTC' }, '"24:00" is no time here: write hours and minutes from 00:00 to 23:59'],
    [{ allow: 'mon 09:60-10:00', zone: 'UTC' }, '"09:60" is no time here'],
    [{ allow: 'mon 09:00-09:00', zone: 'UTC' }, 'begins and ends at 09:00: write 00:00-24:00 for whole days'],
    [{ allow: 'mon 09:00-10:00', for: '1h', zone: 'UTC' }, 'for: belongs to a cron'],
    [{ deny: '0 22 24 12 *', zone: 'UTC' }, ': a cron says when a window begins; it needs its length too'],
    [{ deny: '0 22 24 12 *', for: '31d', zone: 'UTC' }, 'for: "31d" is no length of a window'],
    [{ deny: '0 22 24 12 *', for: '90s', zone: 'UTC' }, 'for: "90s" is no length of a window'],
    [{ deny: '0 22 24 12 *', for: 'PT1H', zone: 'UTC' }, 'for: "PT1H" is no length of a window'],
    [{ deny: '61 * * * *', for: '1h', zone: 'UTC' }, 'deny: "61 * * * *" is no cron (Invalid value for minute: 61)'],
    [{ deny: '0 0 30 2 *', for: '1h', zone: 'UTC' }, 'deny: "0 0 30 2 *" never fires: there is no such day'],
    [{ deny: '* * * * *', for: '1h', zone: 'UTC' }, 'fires more than 96 times a day'],
    [{ deny: 'mon 9:00-10:00', zone: 'Europe/Berln' }, 'zone: "Europe/Berln" is no time zone'],
    [{ deny: 'mon 9:00-10:00', zone: '+02:00' }, 'zone: "+02:00" is no time zone'],
    [{ deny: 'mon 9:00-10:00', zone: '' }, 'zone: "" is no time zone'],
  ])('is refused with what is wrong: %j', (written, message) => {
    expect(mistakesOf(written)).toContain(message);
  });

  it('is told of all its mistakes at once', () => {
    const said = mistakesOf({ deny: 'freitag 9:00-10:00', for: '1h', zone: 'Mars' });
    expect(said.split('\n').map((line) => line.split(':')[0])).toEqual(['deny', 'for', 'zone']);
  });

  it('knows the older names of renamed zones (M07)', () => {
    for (const zone of ['US/Eastern', 'Asia/Calcutta', 'Europe/Kiev', 'Europe/Kyiv', 'Etc/GMT+5'])
      expect(aRule({ allow: 'daily 1:00-2:00', zone }).zone).toBe(zone);
  });

  it('fires every quarter of an hour at most, and that is read', () => {
    const rule = aRule({ allow: '*/15 * * * *', for: '1m', zone: 'UTC' });
    expect(rule.kind === 'cron' && rule.times.length).toBe(96);
  });
});
