import type { Execution } from './execution.ts';
import { ROOT, resumeOf } from './frame.ts';
import { takeUp } from './start-child.ts';
import { frameOf, record, type Turn } from './turn.ts';

/**
 * Takes an ended execution up again: every frame that failed or was aborted goes on from its unsuccessful state with fresh
 * retry counters; what succeeded stays. The machine's own timeout starts anew.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export function redriveExecution(turn: Turn, clientToken: string | undefined): void {
  const { error: _error, cause: _cause, stoppedAt: _stoppedAt, deadline: _deadline, ...kept } = turn.execution;
  const redriveCount = kept.redriveCount + 1;
  const { timeoutSeconds } = turn.live.definition;
  const redriven: Execution = { ...kept, status: 'RUNNING', redriveCount, redrivenAt: turn.now };
  if (clientToken !== undefined) redriven.redriveToken = clientToken;
  if (timeoutSeconds !== undefined) redriven.deadline = turn.now + timeoutSeconds * 1000;
  turn.execution = redriven;
  const event = record(turn, 'ExecutionRedriven', turn.execution.lastEvent, { redriveCount });
  const root = frameOf(turn, ROOT);
  takeUp(turn, { ...root, lastEvent: event, retries: [] }, resumeOf(root.phase));
}
