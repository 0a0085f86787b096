import { ERRORS, type Failure } from '../language/failure.ts';
import { abortFrame } from './abort-frame.ts';
import { closeExecution } from './close-execution.ts';
import { type Frame, resumeOf } from './frame.ts';
import { settleChild } from './settle-child.ts';
import { childrenOf, frameOf, putFrame, record, stateOf, type Turn } from './turn.ts';

/** A state has failed for good: the execution fails, or the parent has one child more that failed. */
export function failFrame(turn: Turn, frame: Frame, failure: Failure): void {
  const failed = putFrame(turn, { ...frame, phase: { kind: 'failed', failure, resume: resumeOf(frame.phase) } });
  if (failed.parent !== undefined) {
    failChild(turn, frameOf(turn, failed.parent), failed, failure);
    return;
  }
  const { alias: _, ...details } = failure;
  record(turn, 'ExecutionFailed', failed.lastEvent, details);
  closeExecution(turn, 'FAILED', details);
}

function failChild(turn: Turn, parent: Frame, child: Frame, failure: Failure): void {
  if (parent.phase.kind !== 'children') return;
  const isMap = stateOf(turn, parent).type === 'Map';
  if (isMap) record(turn, 'MapIterationFailed', child.lastEvent, { name: parent.state, index: child.index });
  // AWS closes the failing Task like its siblings.
  if (stateOf(turn, child).type === 'Task') record(turn, 'TaskStateAborted', child.lastEvent);
  const { total, tolerated } = parent.phase;
  const children = childrenOf(turn, parent.id, total);
  const failures = children.filter(({ phase }) => phase.kind === 'failed').length;
  if (failures <= tolerated) {
    settleChild(turn, parent, child, child.lastEvent);
    return;
  }
  for (const sibling of children) abortFrame(turn, parent, sibling, child.lastEvent);
  putFrame(turn, {
    ...parent,
    lastEvent: child.lastEvent,
    phase: { kind: 'settled', outcome: { failure: tolerated > 0 ? exceeded : failure }, resume: parent.phase },
  });
}

const exceeded: Failure = {
  error: ERRORS.exceedTolerated,
  cause: 'The specified tolerated failure threshold was exceeded',
};
