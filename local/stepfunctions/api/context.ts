import type { Clock } from '#local/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { Definition } from '../language/definition.ts';
import type { Diagnostic } from '../language/diagnose.ts';
import type { Store } from '../store/store.ts';

/** What the operations work with. */
export interface ApiContext {
  store: Store;
  engine: Engine;
  clock: Clock;
  ids(): string;
  /** The compiled definition of a hash. */
  definitionOf(hash: string): Definition;
  /** What is wrong with a definition; empty when it can be run. */
  diagnose(definition: string): Diagnostic[];
}
