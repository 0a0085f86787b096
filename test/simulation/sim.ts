import type { FaultPlan } from './chance/fault-plan.ts';
import type { Chronicle } from './chronicle.ts';
import type { SimClock } from './sim-clock.ts';

/** What every part of a run shares. */
export interface Sim {
  seed: number;
  /** Epoch ms of the story's begin. */
  start: number;
  clock: SimClock;
  plan: FaultPlan;
  chronicle: Chronicle;
  /** When the last message that is under way arrives, epoch ms. */
  post: { lastArrival: number };
  /** How many executions people have started or redriven. */
  executionsByHand: number;
}

/** Resolves when the virtual time has passed. */
export const pass = ({ clock }: Pick<Sim, 'clock'>, ms: number): Promise<void> =>
  new Promise((resolve) => void clock.at(clock.now() + ms, resolve));

export const never = (): Promise<never> => new Promise(() => undefined);
