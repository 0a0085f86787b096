/** Whether a freeze, or what it stops, is not over yet; what has no end is not. Times are epoch ms. */
export const isInForce = ({ until }: { until?: number | undefined }, now: number): boolean =>
  until === undefined || until > now;
