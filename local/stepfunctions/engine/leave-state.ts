import { isObject, type Json } from '../json.ts';
import type { Exit, State } from '../language/definition.ts';
import { evaluateTemplate } from '../language/template.ts';
import { bindingsOf, type Extras } from './bindings.ts';
import { finishFrame } from './finish-frame.ts';
import type { Frame } from './frame.ts';
import { payloadText } from './payload.ts';
import { putFrame, recordFor, type Turn } from './turn.ts';

export interface Leaving {
  /** The state, or the choice rule or catcher through which it is left. */
  exit: Exit;
  /** The output when the exit names none. */
  fallback: Json;
  extras?: Extras;
}

/**
 * Leaves a state: Assign and Output are evaluated from the same inputs, the Exited event is recorded, and the frame moves to the
 * next state or ends. Throws `StateFault` when an expression fails or the output is too large; nothing has been recorded then.
 */
export async function leaveState(turn: Turn, frame: Frame, state: State, leaving: Leaving): Promise<void> {
  const { exit, fallback, extras } = leaving;
  const bindings = bindingsOf(turn, frame, extras);
  const assigned = exit.assign ? await evaluateTemplate(exit.assign, bindings) : {};
  const output = exit.output ? await evaluateTemplate(exit.output, bindings) : fallback;
  const text = payloadText(output, state.name);
  const variables = isObject(assigned) ? assigned : {};
  for (const [name, value] of Object.entries(variables)) payloadText(value, `${state.name}/Assign/${name}`);
  const exited = recordFor(turn, frame, `${state.type}StateExited`, {
    name: state.name,
    output: text,
    ...(exit.assign ? { assignedVariables: textsOf(variables) } : {}),
  });
  const left = { ...exited, variables: { ...frame.variables, ...variables } };
  if (exit.next === undefined) finishFrame(turn, left, output);
  else goTo(turn, left, exit.next, output);
}

function goTo(turn: Turn, frame: Frame, state: string, input: Json): void {
  putFrame(turn, { ...frame, state, input, phase: { kind: 'entering' }, retries: [] });
}

const textsOf = (variables: Record<string, Json>): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)]));
