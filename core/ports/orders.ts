import type { Order } from '../commands/command.ts';

/** The way to the command bus for whoever may not wait for its answer. */
export interface Orders {
  /** Resolves when the order is kept and will be obeyed at least once; throws when it may not be. The same order twice is one. */
  send(order: Order): Promise<void>;
}
