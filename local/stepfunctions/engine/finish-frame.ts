import type { Json } from '../json.ts';
import { closeExecution } from './close-execution.ts';
import type { Frame } from './frame.ts';
import { settleChild } from './settle-child.ts';
import { frameOf, putFrame, record, stateOf, type Turn } from './turn.ts';

/** A frame has left its last state: the execution succeeds, or the parent has one child more that is done. */
export function finishFrame(turn: Turn, frame: Frame, output: Json): void {
  const done = putFrame(turn, { ...frame, phase: { kind: 'done', output } });
  if (done.parent === undefined) {
    const text = JSON.stringify(output);
    record(turn, 'ExecutionSucceeded', done.lastEvent, { output: text });
    closeExecution(turn, 'SUCCEEDED', { output: text });
    return;
  }
  const parent = frameOf(turn, done.parent);
  const isMap = stateOf(turn, parent).type === 'Map';
  const lastEvent = isMap
    ? record(turn, 'MapIterationSucceeded', done.lastEvent, { name: parent.state, index: done.index })
    : done.lastEvent;
  settleChild(turn, parent, done, lastEvent);
}
