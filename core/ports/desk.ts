import type { Order } from '../commands/command.ts';
import type { Explained } from '../explain/explanation.ts';

/** Those of Bakewatch's functions that answer: each is waited for. Throws when there is no answer. */
export interface Desk {
  /** The same order twice is one, and gets the same answer. */
  obey(order: Order): Promise<{ done: boolean; message: string }>;
  explain(asked: string): Promise<Explained>;
}
