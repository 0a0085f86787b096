import type { Carrier } from './facts.ts';

/** The last moment at which something is known to have happened to a release. */
export const lastKnown = ({ release, runs }: Carrier): number =>
  Math.max(release.acceptedAt, ...Object.values(runs).map(({ leftAt, arrivedAt }) => leftAt ?? arrivedAt));
