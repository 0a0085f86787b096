import { sayDuration } from '../config/duration.ts';

/** `3 min ago`, `just now`; both are epoch ms. */
export const ago = (at: number, now: number): string =>
  now - at < 1_500 ? 'just now' : `${sayDuration(now - at)} ago`;
