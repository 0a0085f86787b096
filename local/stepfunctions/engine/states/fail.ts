import type { FailState } from '../../language/definition.ts';
import { bindingsOf } from '../bindings.ts';
import { failFrame } from '../fail-frame.ts';
import type { Frame } from '../frame.ts';
import type { Turn } from '../turn.ts';
import { evaluateText } from './expected-type.ts';

export async function enterFail(turn: Turn, frame: Frame, state: FailState): Promise<void> {
  const bindings = bindingsOf(turn, frame);
  const error = await evaluateText(state.error, 'Error', bindings);
  const cause = await evaluateText(state.cause, 'Cause', bindings);
  failFrame(turn, frame, { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) });
}
