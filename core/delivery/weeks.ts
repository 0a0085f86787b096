import type { Deployment } from './deployments.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** 1970 began on a Thursday: the first Monday was the 5th. */
const FIRST_MONDAY = 4 * DAY;

/** The deployments of one week; `open`: it is not known yet what became of them. */
export interface Week {
  /** Monday, 0:00 UTC, in epoch ms. */
  from: number;
  good: number;
  bad: number;
  open: number;
}

/** When the first of so many weeks began, of which the last is the one that is not over yet. */
export const firstWeek = (count: number, now: number): number =>
  FIRST_MONDAY + (Math.floor((now - FIRST_MONDAY) / WEEK) - (count - 1)) * WEEK;

/** So many weeks until now, oldest first, those without a deployment too. A deployment belongs to the week in which ECS took it. */
export function weeksOf(deployments: readonly Deployment[], count: number, now: number): Week[] {
  const first = firstWeek(count, now);
  return Array.from({ length: count }, (_, i) => {
    const from = first + i * WEEK;
    const inside = deployments.filter(({ deployedAt }) => deployedAt >= from && deployedAt < from + WEEK);
    const bad = inside.filter(({ failedAt }) => failedAt !== undefined).length;
    const good = inside.filter(({ healthyAt, failedAt }) => healthyAt !== undefined && failedAt === undefined).length;
    return { from, good, bad, open: inside.length - good - bad };
  });
}
