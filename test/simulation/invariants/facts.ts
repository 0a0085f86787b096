import type { ServiceConfig } from '#core/config/schema.ts';
import type { Target } from '#core/ports/fleet.ts';
import type { Invocation } from '../aws/lambda.ts';
import type { ItemChange, Ledger } from '../aws/observed-table.ts';
import type { Statuses } from '../aws/orchestrator.ts';
import type { Coverage } from '../coverage.ts';
import type { Sim } from '../sim.ts';
import type { Setup } from '../story/story.ts';
import type { World } from '../world/world.ts';

/** What the checks see: the ledger D, the world W, and what was done. */
export interface Facts {
  sim: Sim;
  setup: Setup;
  config: ServiceConfig;
  ledger: Ledger;
  world: World;
  executions: Statuses;
  coverage: Coverage;
  /** `id` is that of scenarios.md, section 3. */
  violate(id: string, what: string): void;
  /** What a run prints: the worst of each bound. `name` says the unit. */
  measure(name: string, value: number): void;
}

/** Bakewatch is about to change ECS. */
export interface Mutation {
  kind: 'deploy' | 'stop';
  target: Target;
  /** Where the service goes; for a stop what ECS will make of it. */
  taskDefinition: string | undefined;
  by: Invocation | undefined;
}

/** One invariant or a few that belong together; watches from the story's begin. */
export interface Check {
  onCommit?(changes: ItemChange[]): void;
  onMutation?(mutation: Mutation): void;
  /** An alarm has changed its state. */
  onAlarm?(name: string, to: string): void;
  /** What a target really is may have changed. */
  onWorld?(target: Target): void;
  /** After the healing, right before each sweep. */
  onSweepHealed?(): void;
  /** After the healing, when everything should be at rest. */
  atEnd?(): void;
}

export type MakeCheck = (facts: Facts) => Check;
