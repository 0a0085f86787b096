import { sayDuration } from '../config/duration.ts';
import { offsetAt } from './clock-spans.ts';
import { HORIZON_DAYS, holdingAt } from './openings.ts';
import type { WindowRule } from './window-rule.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** More than these are counted, not named: a sentence must stay one. */
const MOST_RULES = 3;

/** ``closed by `deny fri 15:00-24:00` (Europe/Berlin); opens Mon 2026-11-23 08:00 UTC (09:00 in Europe/Berlin)``. */
export function sayClosed(rules: WindowRule[], now: number, opensAt: number | undefined): string {
  const denying = holdingAt(
    rules.filter(({ effect }) => effect === 'deny'),
    now,
  );
  const why = denying.length > 0 ? denying : rules.filter(({ effect }) => effect === 'allow');
  return `${denying.length > 0 ? 'closed by' : 'outside of'} ${sayRules(why)}; ${sayOpening(why, opensAt)}`;
}

/** Why an open window is too short for what would begin now, with the numbers. */
export function sayTooShort(
  rules: WindowRule[],
  times: { now: number; closesAt: number; opensAt: number | undefined; neededMs: number },
): string {
  const { now, closesAt, opensAt, neededMs } = times;
  return `open, but only for ${sayDuration(closesAt - now)} more, until ${sayInstant(closesAt, zonesOf(rules))}, and ${sayDuration(neededMs)} are needed; ${sayOpening(rules, opensAt)}`;
}

/** `open until Fri 2026-11-27 14:00 UTC (15:00 in Europe/Berlin)`. */
export const sayOpen = (rules: WindowRule[], closesAt: number | undefined): string =>
  closesAt === undefined
    ? `open, and stays so for ${HORIZON_DAYS} days`
    : `open until ${sayInstant(closesAt, zonesOf(rules))}`;

/** A zone that was known where the configuration was read may be missing in older time-zone data. */
export const sayUnknownZones = (rules: WindowRule[]): string =>
  `closed: the time zone ${zonesOf(rules).join(', ')} of ${sayRules(rules)} is not in this machine's time-zone data`;

const sayOpening = (rules: WindowRule[], opensAt: number | undefined): string =>
  opensAt === undefined ? `does not open within ${HORIZON_DAYS} days` : `opens ${sayInstant(opensAt, zonesOf(rules))}`;

function sayRules(rules: WindowRule[]): string {
  const named = rules.slice(0, MOST_RULES).map(sayRule);
  return [...named, ...(rules.length > MOST_RULES ? [`${rules.length - MOST_RULES} more`] : [])].join(' and ');
}

/** `` `deny fri 15:00-24:00` (Europe/Berlin) ``. */
export const sayRule = (rule: WindowRule): string => `\`${rule.effect} ${sayWhen(rule)}\` (${rule.zone})`;

const sayWhen = (rule: WindowRule): string =>
  rule.kind === 'days' ? rule.text : `${rule.text} for ${sayLength(rule.forMs)}`;

/** To the hour, as `60h` was meant: rounded to days it would be another window. */
const sayLength = (ms: number): string =>
  ms > DAY_MS && ms % HOUR_MS === 0 && ms % DAY_MS !== 0 ? `${ms / HOUR_MS} h` : sayDuration(ms);

const zonesOf = (rules: WindowRule[]): string[] => [...new Set(rules.map(({ zone }) => zone))];

/** `Mon 2026-11-23 08:00 UTC (09:00 in Europe/Berlin)`; with the weekday where the zone has another one. */
function sayInstant(at: number, zones: string[]): string {
  const utc = new Date(at);
  const there = zones.slice(0, MOST_RULES).flatMap((zone) => {
    const wall = new Date(at + offsetAt(zone, at));
    const day = wall.getUTCDay() === utc.getUTCDay() ? '' : `${weekday(wall)} `;
    return zone === 'UTC' ? [] : [`${day}${wall.toISOString().slice(11, 16)} in ${zone}`];
  });
  const inUtc = `${weekday(utc)} ${utc.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return there.length > 0 ? `${inUtc} (${there.join(', ')})` : inUtc;
}

const weekday = (date: Date): string => WEEKDAYS[date.getUTCDay()] ?? '';
