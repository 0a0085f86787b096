import { afterEach, describe, expect, it } from 'vitest';
import { mayBegin, openingAt, windowStanding } from '#core/windows/standing.ts';
import type { WindowRule } from '#core/windows/window-rule.ts';
import { allow, at, deny } from './rule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const office = allow('mon-fri 09:00-17:00', 'Europe/Berlin');
const friday = deny('fri 15:00-24:00', 'Europe/Berlin');
const christmas = deny('0 22 24 12 *', 'America/New_York', '36h');
const iso = (ms: number | undefined): string | undefined => (ms === undefined ? ms : new Date(ms).toISOString());
const changeAfter = (rules: WindowRule[], now: string): string | undefined => {
  const standing = windowStanding(rules, at(now));
  return iso(standing.open ? standing.closesAt : standing.opensAt);
};

describe('the standing of windows', () => {
  it('is open for ever without a rule', () => {
    expect(windowStanding([], at('2026-11-20T12:00Z'))).toEqual({ open: true, closesAt: undefined });
  });

  it('is open inside of an allow, from its first millisecond to before its end', () => {
    expect(windowStanding([office], at('2026-11-20T08:00Z'))).toEqual({
      open: true,
      closesAt: at('2026-11-20T16:00Z'),
    });
    expect(windowStanding([office], at('2026-11-20T08:00Z') - 1)).toMatchObject({ opensAt: at('2026-11-20T08:00Z') });
    expect(windowStanding([office], at('2026-11-20T16:00Z') - 1)).toMatchObject({ open: true });
    expect(windowStanding([office], at('2026-11-20T16:00Z'))).toMatchObject({ opensAt: at('2026-11-23T08:00Z') });
  });

  it('has a deny win over every allow', () => {
    const rules = [friday, office, allow('daily 00:00-24:00')];
    expect(windowStanding(rules, at('2026-11-20T13:59Z'))).toEqual({ open: true, closesAt: at('2026-11-20T14:00Z') });
    expect(windowStanding(rules, at('2026-11-20T14:00Z'))).toMatchObject({
      open: false,
      opensAt: at('2026-11-20T23:00Z'),
    });
  });

  it('is open outside of denies alone', () => {
    expect(changeAfter([friday], '2026-11-18T00:00Z')).toBe('2026-11-20T14:00:00.000Z');
    expect(windowStanding([friday], at('2026-11-20T23:00Z'))).toMatchObject({ open: true });
  });

  it('unites allows that touch or overlap, in several zones', () => {
    const rules = [allow('mon 09:00-12:00'), allow('mon 12:00-14:00'), allow('mon 14:30-17:00', 'Europe/Berlin')];
    expect(changeAfter(rules, '2026-11-23T09:30Z')).toBe('2026-11-23T16:00:00.000Z');
  });

  it.each<[string, WindowRule, string, string]>([
    ['crosses midnight', allow('fri 22:00-06:00'), '2026-11-20T23:00Z', '2026-11-21T06:00:00.000Z'],
    ['crosses the week', allow('sat 22:00-06:00'), '2026-11-22T05:00Z', '2026-11-22T06:00:00.000Z'],
    ['crosses the year', allow('daily 20:00-04:00', 'Asia/Tokyo'), '2026-12-31T15:30Z', '2026-12-31T19:00:00.000Z'],
    ['begins on a leap day', allow('thu 23:00-01:00'), '2024-02-29T23:30Z', '2024-03-01T01:00:00.000Z'],
    ['ends on a leap day', allow('mon 23:00-01:00'), '2028-02-28T23:30Z', '2028-02-29T01:00:00.000Z'],
    ['wraps the week in its days', allow('fri-mon 00:00-24:00'), '2026-11-20T12:00Z', '2026-11-24T00:00:00.000Z'],
  ])('%s (M07)', (_, rule, now, closesAt) => {
    expect(windowStanding([rule], at(now))).toEqual({ open: true, closesAt: at(closesAt) });
  });

  it('counts a night for the day on which it begins (M07)', () => {
    expect(changeAfter([allow('fri 22:00-06:00')], '2026-11-20T05:00Z')).toBe('2026-11-20T22:00:00.000Z');
  });

  it.each<[string, string, string, string]>([
    ['Asia/Kathmandu', 'mon 09:00-17:00', '2026-11-23T03:15:00.000Z', '2026-11-23T11:15:00.000Z'],
    ['Australia/Lord_Howe', 'mon 09:00-17:00', '2026-11-22T22:00:00.000Z', '2026-11-23T06:00:00.000Z'],
    ['Pacific/Chatham', 'mon 09:00-17:00', '2026-11-22T19:15:00.000Z', '2026-11-23T03:15:00.000Z'],
    ['Pacific/Kiritimati', 'mon 09:00-17:00', '2026-11-22T19:00:00.000Z', '2026-11-23T03:00:00.000Z'],
  ])('knows zones that are not whole hours away: %s', (zone, text, from, to) => {
    const now = at(from) + HOUR;
    expect(openingAt([allow(text, zone)], now)).toEqual({ from: at(from), to: at(to) });
  });

  it('holds a range twice when its hour comes twice, and never when it is skipped', () => {
    const night = allow('sun 02:15-02:45', 'Europe/Berlin');
    expect(changeAfter([night], '2026-10-25T00:00Z')).toBe('2026-10-25T00:15:00.000Z');
    expect(changeAfter([night], '2026-10-25T00:45Z')).toBe('2026-10-25T01:15:00.000Z');
    expect(changeAfter([night], '2027-03-28T00:00Z')).toBe('2027-04-04T00:15:00.000Z');
  });

  it('has a range last 23 or 25 hours on the days on which clocks are turned', () => {
    const sunday = allow('sun 00:00-24:00', 'Europe/Berlin');
    const lengthAt = (now: string): number => {
      const opening = openingAt([sunday], at(now));
      return ((opening?.to ?? 0) - (opening?.from ?? 0)) / HOUR;
    };
    expect([lengthAt('2027-03-28T12:00Z'), lengthAt('2026-10-25T12:00Z'), lengthAt('2026-11-01T12:00Z')]).toEqual([
      23, 25, 24,
    ]);
  });

  it('has a cron hold from each firing for its length of real time', () => {
    expect(windowStanding([christmas], at('2026-12-25T03:00Z') - 1)).toEqual({
      open: true,
      closesAt: at('2026-12-25T03:00Z'),
    });
    expect(changeAfter([christmas], '2026-12-25T03:00Z')).toBe('2026-12-26T15:00:00.000Z');
    expect(openingAt([allow('0 12 24 10 *', 'Europe/Berlin', '24h')], at('2026-10-24T12:00Z'))).toEqual({
      from: at('2026-10-24T10:00Z'),
      to: at('2026-10-25T10:00Z'),
    });
  });

  it('remembers a cron that fired a month ago for as long as it holds', () => {
    const long = deny('0 0 1 12 *', 'UTC', '30d');
    expect(changeAfter([long], '2026-12-30T23:59Z')).toBe('2026-12-31T00:00:00.000Z');
  });

  it('joins firings that come before the last one is over', () => {
    const always = deny('0 */6 * * *', 'UTC', '6h');
    expect(windowStanding([always], at('2026-11-20T12:00Z'))).toMatchObject({ open: false, opensAt: undefined });
    expect(changeAfter([deny('0 0-4 * * *', 'UTC', '90m')], '2026-11-20T00:00Z')).toBe('2026-11-20T05:30:00.000Z');
  });

  it('has a named cron fire once when clocks go back, and right after when they skip it', () => {
    const named = allow('30 2 * * sun', 'Europe/Berlin', '10m');
    expect(openingAt([named], at('2026-10-25T00:35Z'))?.from).toBe(at('2026-10-25T00:30Z'));
    expect(openingAt([named], at('2026-10-25T01:35Z'))).toBeUndefined();
    expect(openingAt([named], at('2027-03-28T01:05Z'))).toEqual({
      from: at('2027-03-28T01:00Z'),
      to: at('2027-03-28T01:10Z'),
    });
  });

  it('has a stepped cron fire by the clock: twice when clocks go back, not at all when they skip it', () => {
    const stepped = allow('*/30 2 * * sun', 'Europe/Berlin', '10m');
    const hours = ['2026-10-25T00:35Z', '2026-10-25T01:35Z', '2027-03-28T01:05Z'];
    expect(hours.map((now) => openingAt([stepped], at(now)) !== undefined)).toEqual([true, true, false]);
  });

  it('sees leap days by cron, also the next one in years, and the last or second of a day in a month', () => {
    const leap = allow('0 0 29 2 *', 'UTC', '1d');
    expect(windowStanding([leap], at('2027-03-01T00:00Z'))).toEqual({
      open: false,
      opensAt: at('2028-02-29T00:00Z'),
      reason: 'outside of `allow 0 0 29 2 * for 24 h` (UTC); opens Tue 2028-02-29 00:00 UTC',
    });
    expect(changeAfter([allow('0 0 * * mon#2', 'UTC', '1d')], '2026-11-10T00:00Z')).toBe('2026-12-14T00:00:00.000Z');
    expect(changeAfter([allow('0 0 * * friL', 'UTC', '1d')], '2026-11-01T00:00Z')).toBe('2026-11-27T00:00:00.000Z');
    expect(changeAfter([allow('0 0 L * *', 'UTC', '1d')], '2027-02-27T00:00Z')).toBe('2027-02-28T00:00:00.000Z');
  });

  it('looks 400 days ahead, and says so when nothing opens by then', () => {
    const leap = allow('0 0 29 2 *', 'UTC', '1d');
    const [justSeen, justNot] = [
      at('2028-02-29T00:00Z') - 400 * 24 * HOUR + 1,
      at('2028-02-29T00:00Z') - 400 * 24 * HOUR,
    ];
    expect(windowStanding([leap], justSeen)).toMatchObject({ open: false, opensAt: at('2028-02-29T00:00Z') });
    expect(windowStanding([leap], justNot)).toEqual({
      open: false,
      opensAt: undefined,
      reason: 'outside of `allow 0 0 29 2 * for 24 h` (UTC); does not open within 400 days',
    });
    expect(windowStanding([deny('0 0 29 2 *', 'UTC', '1d')], justNot)).toEqual({ open: true, closesAt: undefined });
  });

  it('knows days that a zone skipped or had twice', () => {
    const apia = allow('fri 00:00-24:00', 'Pacific/Apia');
    expect(changeAfter([apia], '2011-12-29T00:00Z')).toBe('2012-01-05T10:00:00.000Z');
    const named = allow('0 12 30 12 *', 'Pacific/Apia', '1h');
    expect(changeAfter([named], '2011-12-29T00:00Z')).toBe('2011-12-30T10:00:00.000Z');
    const tuesday = openingAt([allow('tue 00:00-24:00', 'Pacific/Kwajalein')], at('1969-09-30T12:30Z'));
    expect(((tuesday?.to ?? 0) - (tuesday?.from ?? 0)) / HOUR).toBeGreaterThan(24);
  });

  it('says why it is closed and when it opens, in UTC and on the clocks of the rule', () => {
    const closed = (rules: WindowRule[], now: string): string => {
      const standing = windowStanding(rules, at(now));
      return standing.open ? 'open' : standing.reason;
    };
    expect(closed([office, friday], '2026-11-20T14:30Z')).toBe(
      'closed by `deny fri 15:00-24:00` (Europe/Berlin); opens Mon 2026-11-23 08:00 UTC (09:00 in Europe/Berlin)',
    );
    expect(closed([office, friday], '2026-11-21T14:30Z')).toBe(
      'outside of `allow mon-fri 09:00-17:00` (Europe/Berlin); opens Mon 2026-11-23 08:00 UTC (09:00 in Europe/Berlin)',
    );
    expect(closed([christmas], '2026-12-25T12:00Z')).toBe(
      'closed by `deny 0 22 24 12 * for 36 h` (America/New_York); opens Sat 2026-12-26 15:00 UTC (10:00 in America/New_York)',
    );
    expect(closed([allow('tue 00:00-01:00', 'Asia/Tokyo')], '2026-11-22T00:00Z')).toContain(
      'opens Mon 2026-11-23 15:00 UTC (Tue 00:00 in Asia/Tokyo)',
    );
    const five = [1, 2, 3, 4, 5].map((hour) => allow(`sun 0${hour}:00-0${hour}:30`));
    expect(closed(five, '2026-11-20T14:30Z')).toContain('(UTC) and 2 more; opens Sun 2026-11-22 01:00 UTC');
  });

  it('stays closed when a zone is not in this machine`s data: nobody knows what the rule meant (M07)', () => {
    const strange = { ...friday, zone: 'Mars/Olympus' };
    expect(windowStanding([strange], at('2026-11-18T12:00Z'))).toEqual({
      open: false,
      opensAt: undefined,
      reason:
        "closed: the time zone Mars/Olympus of `deny fri 15:00-24:00` (Mars/Olympus) is not in this machine's time-zone data",
    });
    expect(mayBegin([office, strange], at('2026-11-18T12:00Z'), HOUR).may).toBe(false);
  });

  it('answers for every number that a clock may give', () => {
    for (const now of [
      0,
      -1,
      at('0001-01-01'),
      at('9000-01-01'),
      8.64e15,
      -8.64e15,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ])
      expect(typeof windowStanding([office, christmas], now).open).toBe('boolean');
  });

  it('answers within bounded work, even when twenty rules never let anybody in', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const rules = Array.from({ length: 20 }, (_, i) =>
      i % 2 ? deny(`${i} 0 * * mon-fri`, zones[i * 19], '30d') : allow('mon-fri 09:00-17:00', zones[i * 19]),
    );
    const before = process.cpuUsage();
    for (let i = 0; i < 10; i += 1) expect(windowStanding(rules, at('2026-11-20T12:00Z')).open).toBe(false);
    expect(process.cpuUsage(before).user / 10 / 1_000).toBeLessThan(150);
  });
});

describe('the opening around now', () => {
  it('is whole: where it began and where it ends', () => {
    expect(openingAt([office, friday], at('2026-11-20T10:00Z'))).toEqual({
      from: at('2026-11-20T08:00Z'),
      to: at('2026-11-20T14:00Z'),
    });
    expect(openingAt([office, friday], at('2026-11-20T14:00Z'))).toBeUndefined();
  });

  it('leaves out a beginning of more than 32 days ago, and an end beyond 400 days', () => {
    expect(openingAt([christmas], at('2027-01-20T00:00Z'))?.from).toBe(at('2026-12-26T15:00Z'));
    expect(openingAt([christmas], at('2027-01-28T00:00Z'))?.from).toBeUndefined();
    expect(openingAt([], at('2027-01-28T00:00Z'))).toEqual({ from: undefined, to: undefined });
  });
});

describe('what needs its time (M06)', () => {
  it('may begin while enough is left of the opening, to the millisecond', () => {
    const closes = at('2026-11-19T16:00Z');
    expect(mayBegin([office], closes - HOUR, HOUR)).toEqual({ may: true });
    expect(mayBegin([office], closes - HOUR + 1, HOUR)).toMatchObject({ may: false, opensAt: at('2026-11-20T08:00Z') });
  });

  it('waits for the next opening otherwise, with the numbers', () => {
    expect(mayBegin([office, friday], at('2026-11-20T13:15Z'), 80 * MINUTE)).toEqual({
      may: false,
      opensAt: at('2026-11-23T08:00Z'),
      reason:
        'open, but only for 45 min more, until Fri 2026-11-20 14:00 UTC (15:00 in Europe/Berlin), and 1 h 20 min are needed; opens Mon 2026-11-23 08:00 UTC (09:00 in Europe/Berlin)',
    });
  });

  it('may begin at any time of an opening that is too short for it as a whole', () => {
    for (const now of ['2026-11-19T08:00Z', '2026-11-19T15:59Z'])
      expect(mayBegin([office], at(now), 8 * HOUR + 1)).toEqual({ may: true });
    expect(mayBegin([office], at('2026-11-19T15:59Z'), 8 * HOUR).may).toBe(false);
  });

  it('may not begin outside, whatever it needs', () => {
    expect(mayBegin([office], at('2026-11-21T12:00Z'), 0)).toMatchObject({
      may: false,
      opensAt: at('2026-11-23T08:00Z'),
    });
    expect(mayBegin([office], at('2026-11-21T12:00Z'), 9 * HOUR)).toMatchObject({ may: false });
  });

  it('may always begin where nothing closes', () => {
    expect(mayBegin([], at('2026-11-21T12:00Z'), 30 * 24 * HOUR)).toEqual({ may: true });
  });

  it('looks back as far as it must to know whether the whole opening is long enough', () => {
    const spring = deny('0 0 1 1 *', 'UTC', '1d');
    const now = at('2026-12-31T00:00Z');
    expect(mayBegin([spring], now, 60 * 24 * HOUR).may).toBe(false);
    expect(mayBegin([spring], now, 364 * 24 * HOUR + 1).may).toBe(true);
  });
});

describe('the time zone of the machine', () => {
  const own = process.env['TZ'];
  afterEach(() => {
    if (own === undefined) delete process.env['TZ'];
    else process.env['TZ'] = own;
  });

  it('changes no answer (M07)', () => {
    const rules = [office, friday, christmas, allow('30 2 * * sun', 'America/New_York', '1h')];
    const instants = Array.from({ length: 500 }, (_, i) => at('2026-01-01T00:00Z') + i * 17 * HOUR + 7);
    const offsets = new Set<number>();
    const answers = ['UTC', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe'].map((zone) => {
      process.env['TZ'] = zone;
      offsets.add(new Date(0).getTimezoneOffset());
      return JSON.stringify(instants.map((now) => windowStanding(rules, now)));
    });
    expect(offsets.size).toBe(4);
    expect(new Set(answers).size).toBe(1);
  });
});
