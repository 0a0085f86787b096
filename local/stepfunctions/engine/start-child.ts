import type { Frame, Resume } from './frame.ts';
import { childrenOf, putFrame, record, stateOf, type Turn } from './turn.ts';

/** Lets a queued branch or iteration begin, or go on where a redrive takes it up. `previous` is the event that made room for it. */
export function startChild(turn: Turn, parent: Frame, child: Frame, previous: number): void {
  if (child.phase.kind !== 'queued') return;
  const isMap = stateOf(turn, parent).type === 'Map';
  const lastEvent = isMap
    ? record(turn, 'MapIterationStarted', previous, { name: parent.state, index: child.index })
    : previous;
  takeUp(turn, { ...child, lastEvent }, child.phase.resume);
}

/**
 * Puts a frame where it is to go on. When that is with its children (a redrive), the unsuccessful ones queue again, and as many
 * of them as may run are started; what succeeded stays.
 */
export function takeUp(turn: Turn, frame: Frame, resume: Resume): void {
  const parent = putFrame(turn, { ...frame, phase: resume });
  if (resume.kind !== 'children') return;
  const queued = childrenOf(turn, parent.id, resume.total)
    .map((child) => requeue(turn, child))
    .filter(({ phase }) => phase.kind === 'queued');
  for (const child of queued.slice(0, resume.concurrency)) startChild(turn, parent, child, parent.lastEvent);
}

function requeue(turn: Turn, child: Frame): Frame {
  const { phase } = child;
  if (phase.kind !== 'failed' && phase.kind !== 'aborted') return child;
  return putFrame(turn, { ...child, phase: { kind: 'queued', resume: phase.resume }, retries: [] });
}
