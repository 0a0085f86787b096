import type { Command, Seen } from './command.ts';

/** What a button stands for: the command, and what the person who presses it was shown. */
export interface Action {
  command: Command;
  seen?: Seen | undefined;
  /** The release on whose card it is, where the command names none. */
  card?: string | undefined;
}

/** A button's value as it was read; command and what was seen are checked with the whole order (parse-order.ts). */
export interface ReadAction {
  command: unknown;
  seen?: unknown;
  card?: unknown;
}

const NOT_OURS = { refused: 'the value of the button is not one that Bakewatch writes' };
const OF_ANOTHER_VERSION = {
  refused: 'the button was made by another version of Bakewatch: use one of a newer message',
};

const VERSION = 1;
/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const LONGEST = 2_000;

/**
 * The value of a button: compact JSON whose keys are in order, so that each action has one spelling. It grants nothing: who
 * presses it is asked for at the effect. Undefined when it is longer than Slack takes (more than 2,000 characters): then
 * there is no such button, and the command line says it.
 */
export function writeActionValue({ command, seen, card }: Action): string | undefined {
  const value = canonical({ v: VERSION, command, ...(seen ? { seen } : {}), ...(card ? { card } : {}) });
  return value.length > LONGEST ? undefined : value;
}

/** Reads only what `writeActionValue` can have written; or why not, as a sentence. */
export function readActionValue(value: string): ReadAction | { refused: string } {
  const read = value.length <= LONGEST ? parse(value) : undefined;
  if (typeof read !== 'object' || read === null || !('v' in read) || canonical(read) !== value) return NOT_OURS;
  if (read.v !== VERSION) return OF_ANOTHER_VERSION;
  const { v: _v, command, seen, card, ...others } = read as { v: unknown } & Partial<ReadAction>;
  if (command === undefined || Object.keys(others).length > 0) return NOT_OURS;
  return { command, ...(seen === undefined ? {} : { seen }), ...(card === undefined ? {} : { card }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keys in order, no white space, nothing twice: what is read and written again must be the same text. */
const canonical = (value: unknown): string => JSON.stringify(value, (_key, part: unknown) => inOrder(part));

function inOrder(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}
