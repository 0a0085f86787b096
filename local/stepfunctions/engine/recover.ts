import { backoff } from '../language/backoff.ts';
import type { RecoveringState, State } from '../language/definition.ts';
import { ERRORS, type Failure, StateFault } from '../language/failure.ts';
import { matchesError } from '../language/match-error.ts';
import { failFrame } from './fail-frame.ts';
import { type Frame, resumeOf } from './frame.ts';
import { leaveState } from './leave-state.ts';
import { errorOutput } from './settle-child.ts';
import { dropDescendants, putFrame, record, recordFor, type Turn } from './turn.ts';

/** A state has failed: a retrier runs it again later, else a catcher leads on, else the frame fails. */
export async function recover(turn: Turn, frame: Frame, state: State, failure: Failure): Promise<void> {
  if (!('retry' in state)) {
    failFrame(turn, frame, failure);
    return;
  }
  if (retry(turn, frame, state, failure)) return;
  const failed = state.type === 'Task' ? frame : recordFor(turn, frame, `${state.type}StateFailed`);
  const catcher = state.catch.find(({ errorEquals }) => matchesError(errorEquals, failure));
  if (!catcher) {
    failFrame(turn, failed, failure);
    return;
  }
  dropDescendants(turn, frame.id);
  const output = errorOutput(failure);
  try {
    await leaveState(turn, failed, state, { exit: catcher, fallback: output, extras: { errorOutput: output } });
  } catch (fault) {
    failFrame(turn, ...noteFault(turn, failed, fault));
  }
}

function retry(turn: Turn, frame: Frame, state: RecoveringState, failure: Failure): boolean {
  const index = state.retry.findIndex(({ errorEquals }) => matchesError(errorEquals, failure));
  const retrier = state.retry[index];
  const used = frame.retries[index] ?? 0;
  if (!retrier || used >= retrier.maxAttempts) return false;
  const retries = state.retry.map((_, i) => (frame.retries[i] ?? 0) + (i === index ? 1 : 0));
  const until = turn.now + backoff(retrier, used, turn.sources.random);
  dropDescendants(turn, frame.id);
  putFrame(turn, { ...frame, retries, phase: { kind: 'backing-off', until } });
  return true;
}

/**
 * Turns what an interpreter step threw into the failure of its state, with AWS's prefix, and records the EvaluationFailed event
 * when it was an expression. Anything but a `StateFault` is a defect and thrown on.
 */
export function noteFault(turn: Turn, frame: Frame, fault: unknown): [Frame, Failure] {
  if (!(fault instanceof StateFault)) throw fault;
  const about = `An error occurred while executing the state '${frame.state}' (entered at the event id #${frame.enteredEvent}). `;
  const cause = fault.name === ERRORS.dataLimitExceeded ? fault.message : about + fault.message;
  const failure = { error: fault.name, cause };
  const failing = { ...frame, phase: resumeOf(frame.phase) };
  if (fault.name !== ERRORS.queryEvaluation) return [failing, failure];
  // What fails while it is entered is, for AWS, a sibling of the Entered event.
  const previous = frame.lastEvent === frame.enteredEvent ? frame.beforeEntered : frame.lastEvent;
  const location = fault.location === undefined ? {} : { location: fault.location };
  const lastEvent = record(turn, 'EvaluationFailed', previous, { ...failure, ...location, state: frame.state });
  return [{ ...failing, lastEvent }, failure];
}
