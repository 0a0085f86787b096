import type { ChoiceState } from '../../language/definition.ts';
import { ERRORS, evaluationFault, StateFault } from '../../language/failure.ts';
import { evaluateTemplate } from '../../language/template.ts';
import { bindingsOf } from '../bindings.ts';
import type { Frame } from '../frame.ts';
import { leaveState } from '../leave-state.ts';
import type { Turn } from '../turn.ts';
import { describeTemplate, describeType } from './expected-type.ts';

/** The first rule whose Condition is true leads on, else Default. Throws States.NoChoiceMatched when there is neither. */
export async function enterChoice(turn: Turn, frame: Frame, state: ChoiceState): Promise<void> {
  const bindings = bindingsOf(turn, frame);
  for (const [index, rule] of state.rules.entries()) {
    const value = await evaluateTemplate(rule.condition, bindings);
    const field = `Choices[${index}]/Condition`;
    if (typeof value !== 'boolean') {
      throw evaluationFault(describeTemplate(rule.condition, field) + describeType('boolean', value), field);
    }
    if (value) return leaveState(turn, frame, state, { exit: rule, fallback: frame.input });
  }
  if (state.fallback === undefined) {
    throw new StateFault(ERRORS.noChoiceMatched, 'No Condition is true, and the state has no Default.');
  }
  return leaveState(turn, frame, state, { exit: { ...state, next: state.fallback }, fallback: frame.input });
}
