import type { Command } from './command.ts';
import { sayAsked } from './say-asked.ts';

/** Why an order was refused: the person may not, what she looked at has changed, or it cannot be done as things are. */
export type RefusedFor = 'not allowed' | 'stale' | 'impossible';

export interface RefusedOrder {
  /** The person's one name. */
  by: string;
  command: Command;
  because: RefusedFor;
  /** The answer to the order: why not. */
  message: string;
}

/** What a person does then. Why something is impossible says itself what is in the way. */
const REMEDY: Record<RefusedFor, string> = {
  'not allowed': '; ask somebody who may',
  stale: '; look at the card as it is now, and press again if you still want it',
  impossible: '',
};

/** Who asked for what, why it was refused, and what to do, in one sentence. Nothing has been changed. */
export const sayRefused = ({ by, command, because, message }: RefusedOrder): string =>
  `${by} asked for \`${sayAsked({ kind: command.kind, command: { ...command } })}\` and was refused: ${message}${REMEDY[because]}`;
