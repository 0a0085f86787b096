import type { Clock } from '#local/time/clock.ts';
import type { Integrations } from '../integration.ts';
import type { Sources } from '../language/extra-functions.ts';
import type { Store } from '../store/store.ts';
import type { LiveExecution } from './execution.ts';
import type { Lane } from './lane.ts';

export interface WorkerDeps {
  store: Store;
  clock: Clock;
  integrations: Integrations;
  sources: Sources;
  /** False until the engine is started, and after it is closed: nothing moves by itself then. */
  isStarted(): boolean;
  onCommit(worker: Worker): void;
}

/** Runs one execution: all that happens to it passes through its lane, one turn after the other. */
export interface Worker {
  readonly deps: WorkerDeps;
  readonly live: LiveExecution;
  readonly lane: Lane;
  /** Frames that can be moved on. */
  readonly ready: Set<string>;
  /** By frame: what cancels its timer, and what tells its call that nobody waits any more. */
  readonly timers: Map<string, () => void>;
  readonly calls: Map<string, AbortController>;
}
