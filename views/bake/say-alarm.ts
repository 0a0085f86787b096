import { sayDuration } from '#core/config/duration.ts';
import type { Series, StateSpan } from '../charts/chart.ts';
import type { AlarmChart, BakeView } from './bake-view.ts';

/** `was in alarm for 12 s in 1 stretch`, `stayed OK`: what an alarm did, for a heading and for whoever does not see the chart. */
export function sayStates(states: StateSpan[]): string {
  const red = states.filter(({ state }) => state === 'ALARM');
  if (red.length > 0) {
    const whole = red.reduce((sum, { from, to }) => sum + to - from, 0);
    return `was in alarm for ${sayDuration(whole)}${red.length > 1 ? `, ${red.length} times` : ''}`;
  }
  const others = states.filter(({ state }) => state !== 'OK');
  if (states.length === 0) return 'is not known to have been in any state';
  return others.length === 0 ? 'stayed OK' : 'was never in alarm, and not always OK';
}

/** The chart of an alarm in words. */
export function sayChart({ name, states, series, undrawn }: AlarmChart, { stage }: Pick<BakeView, 'stage'>): string {
  return [`Alarm ${name} in ${stage}: it ${sayStates(states)}.`, series ? saySeries(series) : (undrawn ?? '')]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** `Sum of Errors, 12 values from 0 to 6, threshold ≥ 2. The numbers are in the table below.` */
export function saySeries({ name, points, threshold }: Series): string {
  const values = points.map(({ value }) => value);
  const range =
    values.length > 0
      ? `${values.length} values from ${short(Math.min(...values))} to ${short(Math.max(...values))}`
      : 'no values';
  return `${name}, ${range}${threshold ? `, threshold ${threshold.rule}` : ''}. The numbers are in the table below.`;
}

const short = (value: number): number => Number(value.toPrecision(3));
