import type { ServiceEvent } from '../aws-event.ts';
import type { RuleStore } from '../rule-store.ts';

/** What the operations work with. */
export interface EventRoom {
  rules: RuleStore;
  now: () => number;
  /** Accepts events as one: durable when it returns their ids. */
  accept(events: ServiceEvent[]): string[];
  /** The rules have changed: the next schedule may be another. */
  rearm(): void;
}
