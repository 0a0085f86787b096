import { sayDuration } from '#core/config/duration.ts';

/** `3 min ago`, `just now`. */
export const ago = (at: number, now: number): string =>
  now - at < 1_500 ? 'just now' : `${sayDuration(now - at)} ago`;

export const clockTime = (at: number): string => new Date(at).toTimeString().slice(0, 8);
