import type { WaitState } from '../../language/definition.ts';
import { evaluationFault } from '../../language/failure.ts';
import { bindingsOf } from '../bindings.ts';
import type { Frame } from '../frame.ts';
import { putFrame, type Turn } from '../turn.ts';
import { evaluateInteger, evaluateText } from './expected-type.ts';

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Sleeps until Seconds from now, or until Timestamp; one in the past is left at once. */
export async function enterWait(turn: Turn, frame: Frame, state: WaitState): Promise<void> {
  const bindings = bindingsOf(turn, frame);
  const seconds = await evaluateInteger(state.seconds, 'Seconds', bindings, 0);
  const timestamp = await evaluateText(state.timestamp, 'Timestamp', bindings);
  const until = timestamp === undefined ? turn.now + (seconds ?? 0) * 1000 : parseTimestamp(timestamp);
  putFrame(turn, { ...frame, phase: { kind: 'sleeping', until } });
}

function parseTimestamp(text: string): number {
  const time = TIMESTAMP.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  const message = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`;
  throw evaluationFault(message, 'Timestamp');
}
