import type { Json, JsonObject } from '../json.ts';
import type { State } from '../language/definition.ts';
import type { Sources } from '../language/extra-functions.ts';
import { StateFault } from '../language/failure.ts';
import type { Execution, HistoryEvent, LiveExecution } from './execution.ts';
import type { Frame } from './frame.ts';

/**
 * One transition in the making: what it changes lies over what is live, and becomes real all at once when the engine commits
 * it. A turn that throws leaves no trace.
 */
export interface Turn {
  readonly live: LiveExecution;
  readonly now: number;
  readonly sources: Sources;
  execution: Execution;
  /** Changed frames; undefined for removed ones. */
  readonly changed: Map<string, Frame | undefined>;
  readonly events: HistoryEvent[];
}

export function beginTurn(live: LiveExecution, now: number, sources: Sources): Turn {
  return { live, now, sources, execution: live.execution, changed: new Map(), events: [] };
}

/** The frame as this turn sees it. Throws when there is none: a frame is only ever looked up by a relative. */
export function frameOf(turn: Turn, id: string): Frame {
  const frame = turn.changed.has(id) ? turn.changed.get(id) : turn.live.frames.get(id);
  if (!frame) throw new Error(`Execution ${turn.execution.arn} has no frame ${id}.`);
  return frame;
}

export function putFrame(turn: Turn, frame: Frame): Frame {
  turn.changed.set(frame.id, frame);
  return frame;
}

/** The children of a frame, in order. */
export function childrenOf(turn: Turn, parent: string, total: number): Frame[] {
  return Array.from({ length: total }, (_, index) => frameOf(turn, `${parent}.${index}`));
}

/** Removes everything below a frame: its children are of no more use. */
export function dropDescendants(turn: Turn, id: string): void {
  const prefix = `${id}.`;
  for (const frame of [...turn.live.frames.keys(), ...turn.changed.keys()]) {
    if (frame.startsWith(prefix)) turn.changed.set(frame, undefined);
  }
}

export function stateOf(turn: Turn, frame: Frame): State {
  const state = turn.live.definition.states.get(frame.state);
  if (!state) throw new StateFault('States.Runtime', `The definition has no state '${frame.state}'.`);
  return state;
}

/** Appends an event to the history, after the event `previous`. Returns its id. */
export function record(turn: Turn, type: string, previous: number, details: JsonObject = {}): number {
  const id = turn.execution.lastEvent + 1;
  turn.execution = { ...turn.execution, lastEvent: id };
  turn.events.push({ id, type, previous, time: turn.now, details });
  return id;
}

/** Appends an event to the frame's own chain. */
export function recordFor(turn: Turn, frame: Frame, type: string, details: JsonObject = {}): Frame {
  return { ...frame, lastEvent: record(turn, type, frame.lastEvent, details) };
}

/** Variables a frame sees: its own over those of its ancestors. */
export function variablesOf(turn: Turn, frame: Frame): Record<string, Json> {
  if (frame.parent === undefined) return frame.variables;
  return { ...variablesOf(turn, frameOf(turn, frame.parent)), ...frame.variables };
}
