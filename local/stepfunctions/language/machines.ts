import { isObject, type Json, type JsonObject } from '../json.ts';

/** The states of one level of a definition: the whole machine, a Parallel branch, or a Map's processor. */
export interface Machine {
  states: Record<string, JsonObject>;
  /** The levels around it, outermost first. */
  ancestors: Machine[];
}

/** Every level of a definition, outer ones before inner ones. */
export function machinesIn(json: JsonObject, ancestors: Machine[] = []): Machine[] {
  const states = isObject(json['States']) ? json['States'] : {};
  const machine: Machine = {
    states: Object.fromEntries(
      Object.entries(states).filter((entry): entry is [string, JsonObject] => isObject(entry[1])),
    ),
    ancestors,
  };
  const inner = Object.values(machine.states).flatMap(innerMachines);
  return [machine, ...inner.flatMap((child) => machinesIn(child, [...ancestors, machine]))];
}

function innerMachines(state: JsonObject): JsonObject[] {
  const candidates: (Json | undefined)[] = Array.isArray(state['Branches'])
    ? state['Branches']
    : [state['ItemProcessor']];
  return candidates.filter(isObject);
}
