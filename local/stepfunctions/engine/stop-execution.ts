import type { Failure } from '../language/failure.ts';
import { closeExecution } from './close-execution.ts';
import { record, type Turn } from './turn.ts';

/** StopExecution: ends at once, no Catch runs. AWS hangs the event on nothing. */
export function stopExecution(turn: Turn, failure: Failure): void {
  if (turn.execution.status !== 'RUNNING') return;
  record(turn, 'ExecutionAborted', 0, { ...failure });
  closeExecution(turn, 'ABORTED', failure);
}
