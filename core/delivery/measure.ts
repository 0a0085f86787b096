import type { Deployment } from './deployments.ts';
import { type Spread, spreadOf } from './spread.ts';

const DAY = 86_400_000;

/** The windows that are shown when nobody asks for another one, in days. */
export const WINDOWS = [7, 30, 90] as const;

/** The delivery of one service to its last stage in one window. What cannot be known from it is left out, never zero. */
export interface Figures {
  /** How long the window is, until now. */
  days: number;
  deployments: { count: number; perDay: number };
  /** From the push being accepted to the release being healthy in the last stage. */
  leadTime: Spread;
  /** `of`: deployments whose outcome is known, `rate`: from 0 to 1. */
  changeFailure: { failed: number; of: number; rate?: number };
  /** From a failure being known to the stage being good again; `open`: failures after which it is not known to be. */
  timeToRestore: Spread & { open: number };
}

/** When a window of so many days begins. */
export const windowStart = (days: number, now: number): number => now - days * DAY;

/** A deployment belongs, with everything that became of it, to the windows in which ECS took it. */
export function measure(deployments: readonly Deployment[], days: number, now: number): Figures {
  const inside = deployments.filter(({ deployedAt }) => deployedAt >= windowStart(days, now));
  const failed = inside.filter(({ failedAt }) => failedAt !== undefined);
  const of = inside.filter(({ healthyAt, failedAt }) => healthyAt !== undefined || failedAt !== undefined).length;
  return {
    days,
    deployments: { count: inside.length, perDay: inside.length / days },
    leadTime: spreadOf(inside.flatMap(({ acceptedAt, healthyAt }) => between(acceptedAt, healthyAt))),
    changeFailure: { failed: failed.length, of, ...(of > 0 ? { rate: failed.length / of } : {}) },
    timeToRestore: {
      ...spreadOf(failed.flatMap(({ failedAt, restoredAt }) => between(failedAt, restoredAt))),
      open: failed.filter(({ restoredAt }) => restoredAt === undefined).length,
    },
  };
}

/** Two moments may come from two clocks: nothing lasts less than nothing. */
const between = (from: number | undefined, to: number | undefined): number[] =>
  from === undefined || to === undefined ? [] : [Math.max(0, to - from)];
