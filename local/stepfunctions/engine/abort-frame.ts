import { type Frame, resumeOf } from './frame.ts';
import { childrenOf, putFrame, record, stateOf, type Turn } from './turn.ts';

const HAS_ABORTED_EVENT = new Set(['Task', 'Wait', 'Map', 'Parallel']);

/** Stops a branch or iteration, and everything inside it, because a sibling failed. `previous` is the event of that failure. */
export function abortFrame(turn: Turn, parent: Frame, frame: Frame, previous: number): void {
  const { phase } = frame;
  if (phase.kind === 'done' || phase.kind === 'failed' || phase.kind === 'aborted') return;
  putFrame(turn, { ...frame, phase: { kind: 'aborted', resume: resumeOf(phase) } });
  if (phase.kind === 'queued') return;
  if (stateOf(turn, parent).type === 'Map') {
    record(turn, 'MapIterationAborted', previous, { name: parent.state, index: frame.index });
  }
  if (phase.kind === 'children') {
    for (const child of childrenOf(turn, frame.id, phase.total)) abortFrame(turn, frame, child, previous);
  }
  const { type } = stateOf(turn, frame);
  if (phase.kind !== 'entering' && HAS_ABORTED_EVENT.has(type)) record(turn, `${type}StateAborted`, previous);
}
