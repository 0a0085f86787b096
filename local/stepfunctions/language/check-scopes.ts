import { isObject, type Json, type JsonObject } from '../json.ts';
import { type Machine, machinesIn } from './machines.ts';
import type { Complain } from './template.ts';

const LONGEST_NAME = 80;
const NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

/**
 * Variables of an outer level can be read inside a Parallel or Map, but not assigned and not shadowed there; `states` is reserved.
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html ("Variable scope")
 */
export function checkScopes(json: JsonObject, complain: Complain): void {
  for (const machine of machinesIn(json)) {
    const outer = new Set(machine.ancestors.flatMap(assignedIn));
    for (const [state, body] of Object.entries(machine.states)) {
      for (const name of assignedBy(body)) {
        const reason = refuseName(name, outer);
        if (reason) complain(`/States/${state}/Assign/${name}`, reason);
      }
    }
  }
}

function refuseName(name: string, outer: ReadonlySet<string>): string | undefined {
  if (name === 'states') return "The variable name 'states' is reserved.";
  if (!NAME.test(name) || name.length > LONGEST_NAME) return `'${name}' is not a valid variable name.`;
  return outer.has(name)
    ? `The variable '${name}' belongs to an outer scope: it can be read here, but not assigned or shadowed.`
    : undefined;
}

const assignedIn = (machine: Machine): string[] => Object.values(machine.states).flatMap(assignedBy);

function assignedBy(state: JsonObject): string[] {
  const exits: (Json | undefined)[] = [state, ...array(state['Choices']), ...array(state['Catch'])];
  return exits.filter(isObject).flatMap((exit) => (isObject(exit['Assign']) ? Object.keys(exit['Assign']) : []));
}

const array = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
