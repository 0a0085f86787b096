import type { Json } from '../json.ts';
import type { MapState, ParallelState } from '../language/definition.ts';
import { childId, type Frame, newFrame } from './frame.ts';
import { joinChildren } from './settle-child.ts';
import { startChild } from './start-child.ts';
import { dropDescendants, putFrame, recordFor, type Turn } from './turn.ts';

export interface Child {
  state: string;
  input: Json;
  item?: Frame['item'];
}

export interface FanOut {
  children: Child[];
  /** How many run at a time. */
  concurrency: number;
  /** How many may fail. */
  tolerated: number;
}

/** Gives a frame its children, as many of them running as may. What an earlier attempt left behind is removed. */
export function startChildren(turn: Turn, frame: Frame, state: MapState | ParallelState, fanOut: FanOut): void {
  const { children, concurrency, tolerated } = fanOut;
  dropDescendants(turn, frame.id);
  const details = state.type === 'Map' ? { length: children.length } : {};
  const started = recordFor(turn, frame, `${state.type}StateStarted`, details);
  if (children.length === 0) {
    joinChildren(turn, started, [], started.lastEvent);
    return;
  }
  const phase = { kind: 'children', total: children.length, concurrency, tolerated } as const;
  const parent = putFrame(turn, { ...started, phase });
  const frames = children.map((child, index) => putFrame(turn, childFrame(parent, child, index)));
  for (const child of frames.slice(0, concurrency)) startChild(turn, parent, child, parent.lastEvent);
}

function childFrame(parent: Frame, { state, input, item }: Child, index: number): Frame {
  return {
    ...newFrame(childId(parent.id, index), state, input),
    parent: parent.id,
    index,
    item,
    phase: { kind: 'queued', resume: { kind: 'entering' } },
  };
}
