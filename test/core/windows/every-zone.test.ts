import { Cron } from 'croner';
import { beforeAll, describe, expect, it } from 'vitest';
import { openings } from '#core/windows/openings.ts';
import type { Span } from '#core/windows/span.ts';
import { windowStanding } from '#core/windows/standing.ts';
import type { DayRangeRule, WindowRule } from '#core/windows/window-rule.ts';
import { allow } from './rule.ts';
import { type ClockChange, clockChanges, wallClock } from './wall-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Every zone, every change of its clocks from 2024 to 2035. */
let changes: ClockChange[] = [];

beforeAll(() => {
  const [from, to] = [Date.UTC(2024, 0, 1), Date.UTC(2036, 0, 1)];
  changes = Intl.supportedValuesOf('timeZone').flatMap((zone) => clockChanges(zone, from, to));
});

/** The definition itself, word for word, over what Intl says the clocks show. */
function showsTimeOf({ days, from, to }: DayRangeRule, wall: number): boolean {
  const clock = new Date(wall);
  const minute = clock.getUTCHours() * 60 + clock.getUTCMinutes();
  const today = clock.getUTCDay();
  const isToday = days.includes(today) && minute >= from && minute < to;
  return isToday || (days.includes((today + 6) % 7) && minute + 1_440 < to);
}

const isCovered = (spans: Span[], at: number): boolean => spans.some(({ from, to }) => at >= from && at < to);

const clock = (wall: number): string => new Date(wall).toISOString().slice(11, 16);
const NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const dayOf = (wall: number): string => NAMES[new Date(wall).getUTCDay()] ?? '';

/** Rules that begin, end, lie and straddle where the clocks are turned: `low` to `high` is what they skip or show twice. */
function rulesAround({ zone, at, before, after }: ClockChange): DayRangeRule[] {
  const [low, high] = [at + Math.min(before, after), at + Math.max(before, after)];
  const third = Math.floor((high - low) / 3 / MINUTE) * MINUTE;
  const ranges: [number, number][] = [
    [low, low + 3 * HOUR],
    [low - 3 * HOUR, low],
    [high, high + 3 * HOUR],
    [high - 3 * HOUR, high],
    [low - HOUR, high + HOUR],
    [low + third, high - third],
    [low + third, high + 2 * HOUR],
    [low - 2 * HOUR, high - third],
    [low, high],
    [low - 13 * HOUR, low + 10 * HOUR],
  ];
  return [
    ...ranges
      .filter(([from, to]) => clock(from) !== clock(to))
      .map(([from, to], i) => `${i % 2 ? 'daily' : dayOf(from)} ${clock(from)}-${clock(to)}`),
    `${dayOf(low)} 00:00-24:00`,
    `${dayOf(high)} 00:00-24:00`,
  ].map((text) => allow(text, zone) as DayRangeRule);
}

const AWAY = [0, 1, MINUTE, 30 * MINUTE, HOUR, DAY].flatMap((ms) => [-ms, ms]);

describe('windows in every time zone of the world, at every change of its clocks from 2024 to 2035', () => {
  it('are tried on all there are', () => {
    expect(new Set(changes.map(({ zone }) => zone)).size).toBeGreaterThan(130);
    expect(changes.length).toBeGreaterThan(3_000);
    const turned = new Set(changes.map(({ before, after }) => (after - before) / MINUTE));
    expect([60, -60, 30, -30, 120, -120].filter((minutes) => !turned.has(minutes))).toEqual([]);
  });

  it('hold exactly while the clock on the wall shows a time of theirs', () => {
    const wrong: string[] = [];
    for (const change of changes) {
      const span = { from: change.at - 30 * HOUR, to: change.at + 30 * HOUR };
      const instants = AWAY.map((ms) => change.at + ms).map((at) => ({ at, wall: wallClock(change.zone, at) }));
      for (const rule of rulesAround(change)) {
        const spans = openings([rule], span);
        for (const { at, wall } of instants)
          if (isCovered(spans, at) !== showsTimeOf(rule, wall)) wrong.push(sayWrong(rule, at));
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  it('open and close at the exact millisecond: not one earlier, not one later', () => {
    const wrong = changes.flatMap((change) => {
      const now = change.at - 90 * MINUTE;
      return rulesAround(change)
        .filter((rule) => !isExact(rule, now))
        .map((rule) => sayWrong(rule, now));
    });
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  it('miss no opening and no closing between: looked at minute by minute for two days, on one change of each kind', () => {
    const wrong: string[] = [];
    for (const change of oneOfEachKind(changes)) {
      const span = { from: change.at - DAY, to: change.at + DAY };
      const minutes = Array.from({ length: 2 * 1_440 }, (_, i) => span.from + i * MINUTE);
      const walls = minutes.map((at) => wallClock(change.zone, at));
      for (const rule of rulesAround(change)) {
        const spans = openings([rule], span);
        const missed = minutes.find((at, i) => isCovered(spans, at) !== showsTimeOf(rule, walls[i] ?? 0));
        if (missed !== undefined) wrong.push(sayWrong(rule, missed));
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  it('begin by cron when croner, which reckons with zones in its own way, says that it fires', () => {
    const wrong: string[] = [];
    for (const change of oneOfEachKind(changes).filter((each) => !skipsIntoNextDay(each))) {
      const span = { from: change.at - 30 * HOUR, to: change.at + 30 * HOUR };
      for (const rule of cronsAround(change)) {
        const ours = openings([rule], span).map(({ from }) => from);
        if (JSON.stringify(ours) !== JSON.stringify(firingsOf(rule, span))) wrong.push(sayWrong(rule, change.at));
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  it('begin by a named cron right after a skip that ends at midnight', () => {
    const night = allow('30 23 * * *', 'America/Scoresbysund', '1h');
    const skip = Date.UTC(2032, 2, 28, 1);
    expect(openings([night], { from: skip - DAY, to: skip + HOUR }).at(-1)).toEqual({ from: skip, to: skip + HOUR });
  });
});

/** The standing is what the clock says, and it turns at the very millisecond that it names. */
function isExact(rule: DayRangeRule, now: number): boolean {
  const standing = windowStanding([rule], now);
  const turn = (standing.open ? standing.closesAt : standing.opensAt) ?? Number.NaN;
  const [isOpen, isStill, isTurned] = [now, turn - 1, turn].map((at) => showsTimeOf(rule, wallClock(rule.zone, at)));
  return isOpen === standing.open && isStill === standing.open && isTurned === !standing.open;
}

const sayWrong = (rule: WindowRule, at: number): string => `${rule.text} ${rule.zone} at ${new Date(at).toISOString()}`;

/** One change for each way of turning clocks, at each time of the day, in each season; of the many zones that do so together. */
function oneOfEachKind(all: ClockChange[]): ClockChange[] {
  const kinds = new Map(
    all.map((change) => {
      const { at, before, after } = change;
      const year = new Date(at).getUTCFullYear();
      return [`${before} ${after} ${clock(at + before)} ${year % 4 === 0}`, change];
    }),
  );
  return [...kinds.values()];
}

/** In Scoresbysund 23:00 is followed by 0:00. There croner leaves a named time out, where its manual says: right after. */
const skipsIntoNextDay = ({ at, before, after }: ClockChange): boolean =>
  after > before && dayOf(at + before) !== dayOf(at + after);

/** Each for one minute only, so that every firing is a window of its own. */
function cronsAround({ zone, at, before, after }: ClockChange): WindowRule[] {
  const [low, high] = [at + Math.min(before, after), at + Math.max(before, after)];
  const field = (wall: number): string => `${new Date(wall).getUTCMinutes()} ${new Date(wall).getUTCHours()}`;
  const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
  return [
    ...[low, middle, high - MINUTE, high, low - MINUTE].map((wall) => `${field(wall)} * * *`),
    `${field(middle)} ${new Date(middle).getUTCDate()} * *`,
    `0,30 ${new Date(low).getUTCHours()},${new Date(high).getUTCHours()} * * *`,
    '*/15 * * * *',
    `*/20 ${new Date(middle).getUTCHours()} * * *`,
    '30 */2 * * *',
  ].map((text) => allow(text, zone, '1m'));
}

function firingsOf(rule: WindowRule, span: Span): number[] {
  const cron = new Cron(rule.text, { mode: '5-part', paused: true, timezone: rule.zone, fixedTimeRule: 'no-wildcard' });
  const fired: number[] = [];
  let next = cron.nextRun(new Date(span.from - 1));
  while (next && next.getTime() < span.to) {
    fired.push(next.getTime());
    next = cron.nextRun(next);
  }
  return fired;
}
