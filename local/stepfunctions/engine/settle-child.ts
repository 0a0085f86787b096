import type { Json } from '../json.ts';
import type { Failure } from '../language/failure.ts';
import type { Frame } from './frame.ts';
import { startChild } from './start-child.ts';
import { childrenOf, putFrame, record, stateOf, type Turn } from './turn.ts';

/**
 * A child has ended and its parent goes on: with its result when it was the last one, else with the next queued child.
 * `lastEvent` is the event the parent's chain continues after.
 */
export function settleChild(turn: Turn, parent: Frame, child: Frame, lastEvent: number): void {
  if (parent.phase.kind !== 'children') return;
  const children = childrenOf(turn, parent.id, parent.phase.total);
  if (children.every(hasEnded)) {
    joinChildren(turn, parent, children, lastEvent);
    return;
  }
  const queued = children.find(({ phase }) => phase.kind === 'queued');
  if (queued) startChild(turn, parent, queued, child.lastEvent);
}

const hasEnded = ({ phase }: Frame): boolean => phase.kind === 'done' || phase.kind === 'failed';

/** Results stand in the order of the children, whatever the order in which they ended. */
export function joinChildren(turn: Turn, parent: Frame, children: Frame[], lastEvent: number): void {
  // AWS hangs the Exited event on the same predecessor as this one.
  record(turn, `${stateOf(turn, parent).type}StateSucceeded`, lastEvent);
  const result = children.map(resultOf);
  putFrame(turn, { ...parent, lastEvent, phase: { kind: 'settled', outcome: { result } } });
}

function resultOf({ phase }: Frame): Json {
  if (phase.kind === 'done') return phase.output;
  return phase.kind === 'failed' ? errorOutput(phase.failure) : null;
}

/** A failure as `$states.errorOutput` shows it. */
export const errorOutput = ({ error, cause }: Failure): { Error: string; Cause: string } => ({
  Error: error ?? '',
  Cause: cause ?? '',
});
