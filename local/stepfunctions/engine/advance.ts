import { resourceOf } from '../integration.ts';
import type { Json } from '../json.ts';
import type { State } from '../language/definition.ts';
import { ERRORS, type Failure } from '../language/failure.ts';
import { type Frame, type Outcome, type TaskRun, taskOf } from './frame.ts';
import { leaveState } from './leave-state.ts';
import { noteFault, recover } from './recover.ts';
import { enterChoice } from './states/choice.ts';
import { enterFail } from './states/fail.ts';
import { enterMap } from './states/map.ts';
import { enterParallel } from './states/parallel.ts';
import { enterTask } from './states/task.ts';
import { enterWait } from './states/wait.ts';
import { record, recordFor, stateOf, type Turn } from './turn.ts';

/**
 * The transition function: moves one frame on by one step, in the turn. The frame is ready, or time has moved it on.
 * It reads nothing but the turn (state, clock, chance), so the same turn always gives the same step.
 */
export async function advance(turn: Turn, frame: Frame): Promise<void> {
  const state = stateOf(turn, frame);
  const at = frame.phase.kind === 'entering' ? recordEntered(turn, frame, state) : frame;
  try {
    await step(turn, at, state);
  } catch (fault) {
    const [failing, failure] = noteFault(turn, at, fault);
    await recover(turn, failing, state, failure);
  }
}

function recordEntered(turn: Turn, frame: Frame, state: State): Frame {
  const details = { name: state.name, input: JSON.stringify(frame.input) };
  // AWS's second event has no predecessor, like the first.
  const previous = frame.lastEvent === 1 ? 0 : frame.lastEvent;
  const enteredEvent = record(turn, `${state.type}StateEntered`, previous, details);
  // AWS writes the Entered event of a Wait before it evaluates, those of other states together with the evaluation.
  const beforeEntered = state.type === 'Wait' ? enteredEvent : previous;
  return { ...frame, lastEvent: enteredEvent, enteredEvent, beforeEntered, enteredAt: turn.now };
}

async function step(turn: Turn, frame: Frame, state: State): Promise<void> {
  const { phase } = frame;
  switch (phase.kind) {
    case 'entering':
    case 'starting':
    case 'backing-off':
      return enter(turn, frame, state);
    case 'settled':
      return settle(turn, frame, state, phase.outcome);
    case 'sleeping':
      return leaveState(turn, frame, state, { exit: state, fallback: frame.input });
    default: {
      const task = taskOf(phase);
      if (task) await timeOut(turn, frame, state, task);
    }
  }
}

async function enter(turn: Turn, frame: Frame, state: State): Promise<void> {
  switch (state.type) {
    case 'Pass':
    case 'Succeed':
      return leaveState(turn, frame, state, { exit: state, fallback: frame.input });
    case 'Choice':
      return enterChoice(turn, frame, state);
    case 'Wait':
      return enterWait(turn, frame, state);
    case 'Fail':
      return enterFail(turn, frame, state);
    case 'Task':
      return enterTask(turn, frame, state);
    case 'Parallel':
      return enterParallel(turn, frame, state);
    case 'Map':
      return enterMap(turn, frame, state);
  }
}

async function settle(turn: Turn, frame: Frame, state: State, outcome: Outcome): Promise<void> {
  if ('failure' in outcome) return recover(turn, frame, state, outcome.failure);
  const result: Json = outcome.result;
  await leaveState(turn, frame, state, { exit: state, fallback: result, extras: { result } });
}

async function timeOut(turn: Turn, frame: Frame, state: State, task: TaskRun): Promise<void> {
  if (state.type !== 'Task') return;
  const isOver = task.timeoutAt !== undefined && task.timeoutAt <= turn.now;
  const failure: Failure = { error: ERRORS.timeout, ...(isOver ? {} : { alias: ERRORS.heartbeatTimeout }) };
  const timedOut = recordFor(turn, frame, 'TaskTimedOut', { ...resourceOf(state.resource), error: ERRORS.timeout });
  await recover(turn, timedOut, state, failure);
}
