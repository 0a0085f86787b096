import type { Machine, State } from '../states.ts';
import type { Rule } from './finding.ts';

/** Every state that may follow this one. */
const following = ({ Next, Default, Choices = [], Catch = [] }: State): string[] =>
  [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((caught) => caught.Next)].flatMap((name) =>
    name === undefined ? [] : [name],
  );

function reachable({ StartAt, States }: Machine): Set<string> {
  const seen = new Set<string>();
  const ahead = [StartAt];
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const state = seen.has(name) ? undefined : States[name];
    seen.add(name);
    if (state) ahead.push(...following(state));
  }
  return seen;
}

/** A Map's states can only go on to states of the same Map. */
export const leadsSomewhere: Rule = ({ state, machine }) =>
  following(state)
    .filter((name) => !Object.hasOwn(machine.States, name))
    .map((name) => `leads to "${name}", which is not beside it`);

export const isReached: Rule = ({ name, machine }) =>
  reachable(machine).has(name) ? [] : ['is never reached: no state beside it that is reached leads to it'];

const ENDS = new Set(['Succeed', 'Fail', 'Choice']);

export const goesOnOrEnds: Rule = ({ state }) =>
  ENDS.has(state.Type) || (state.Next === undefined) !== (state.End === undefined)
    ? []
    : ['needs either `Next` or `End`'];

export const choiceHasDefault: Rule = ({ state }) =>
  state.Type === 'Choice' && state.Default === undefined
    ? ['has no `Default`: what no condition is true of fails with States.NoChoiceMatched']
    : [];
