import { closeExecution } from './close-execution.ts';
import { beginTurn, record, type Turn } from './turn.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const MAX_EVENTS = 25_000;

/** The turn itself, or, when it would overrun the history, the one that fails the execution instead. */
export function limitHistory(turn: Turn): Turn {
  const { execution } = turn;
  if (execution.lastEvent < MAX_EVENTS || (execution.lastEvent === MAX_EVENTS && execution.status !== 'RUNNING')) {
    return turn;
  }
  const failing = beginTurn(turn.live, turn.now, turn.sources);
  const failure = {
    error: 'States.Runtime',
    cause: `The execution reached the maximum number of history events (${MAX_EVENTS}).`,
  };
  record(failing, 'ExecutionFailed', failing.execution.lastEvent, failure);
  closeExecution(failing, 'FAILED', failure);
  return failing;
}
