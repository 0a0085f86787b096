import { InvalidArgumentError } from 'commander';
import { parseDuration } from '#core/config/duration.ts';

/** A whole number, 0 or more. This and the others throw what commander shows beside the option. */
export const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
};

/** A window of the delivery metrics. */
export const days = (text: string): number => {
  const value = number(text);
  if (value < 1 || value > 3_650) throw new InvalidArgumentError('It must be from 1 to 3650 days.');
  return value;
};

/** In ms. */
export const duration = (text: string): number => {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('It must be a duration: 90s, 30m, 2h or 7d.');
  return ms;
};
