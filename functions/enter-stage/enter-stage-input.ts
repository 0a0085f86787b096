import type { StagePlan } from '#core/plan/plan.ts';

/** What the state machine asks enter-stage with. */
export interface EnterStageInput {
  release: string;
  stage: StagePlan;
  token: string;
  attempt: string;
  /** The execution that asks: a lock is not shared by two. Absent in executions that began before. */
  execution?: string;
  /** Seconds until the state machine looks again by itself. */
  lookAfter: number;
}
