import type { MachineDefinition, StateDefinition } from './machine-definition.ts';

/** Every state of a machine by name, outer ones first. Names are unique within a whole machine. */
export function statesOf(definition: MachineDefinition): [string, StateDefinition][] {
  return Object.entries(definition.States).flatMap(([name, state]) => [
    [name, state] as [string, StateDefinition],
    ...insideOf(state).flatMap(statesOf),
  ]);
}

/** The machines within a state: the one of a Map, the branches of a Parallel. */
export const insideOf = (state: StateDefinition): MachineDefinition[] => [
  ...(state.ItemProcessor ? [state.ItemProcessor] : []),
  ...(state.Branches ?? []),
];
