import type { Failure } from '../language/failure.ts';
import type { ExecutionStatus } from './execution.ts';
import { resumeOf } from './frame.ts';
import { putFrame, type Turn } from './turn.ts';

/** Ends the execution. Frames of a success are of no more use; those of anything else stay, aborted, for a redrive. */
export function closeExecution(turn: Turn, status: ExecutionStatus, end: { output?: string } & Failure): void {
  const { output, error, cause } = end;
  turn.execution = {
    ...turn.execution,
    status,
    stoppedAt: turn.now,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
  for (const id of new Set([...turn.live.frames.keys(), ...turn.changed.keys()])) {
    if (status === 'SUCCEEDED') turn.changed.set(id, undefined);
    else abortOne(turn, id);
  }
}

function abortOne(turn: Turn, id: string): void {
  const frame = turn.changed.has(id) ? turn.changed.get(id) : turn.live.frames.get(id);
  if (!frame || ['done', 'failed', 'aborted'].includes(frame.phase.kind)) return;
  putFrame(turn, { ...frame, phase: { kind: 'aborted', resume: resumeOf(frame.phase) } });
}
