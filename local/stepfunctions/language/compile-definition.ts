import { isObject, type JsonObject } from '../json.ts';
import { checkScopes } from './check-scopes.ts';
import { compileState } from './compile-state.ts';
import type { Definition, State } from './definition.ts';
import type { Sources } from './extra-functions.ts';
import { machinesIn } from './machines.ts';
import type { Complain } from './template.ts';

export interface CompileOptions {
  sources: Sources;
  /** Is there an integration for this Resource? */
  knowsResource(resource: string): boolean;
}

/**
 * Compiles a definition whose JSON has the shape of the Amazon States Language. Complains, with its place, about every mistake
 * and about every feature that this interpreter does not have, so that nothing is ignored in silence.
 */
export function compileDefinition(json: JsonObject, options: CompileOptions, complain: Complain): Definition {
  const states = new Map<string, State>();
  for (const machine of machinesIn(json)) {
    for (const [name, body] of Object.entries(machine.states)) {
      const here: Complain = (field, message) => complain(`/States/${name}${field ? `/${field}` : ''}`, message);
      refuseUnsupported(body, options, here);
      const state = compileState(name, body, { sources: options.sources, complain: here });
      if (state) states.set(name, state);
    }
  }
  checkScopes(json, complain);
  const timeout = json['TimeoutSeconds'];
  return {
    startAt: String(json['StartAt']),
    timeoutSeconds: typeof timeout === 'number' ? timeout : undefined,
    states,
  };
}

const UNSUPPORTED = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label', 'Iterator'];

function refuseUnsupported(state: JsonObject, options: CompileOptions, complain: Complain): void {
  for (const field of UNSUPPORTED) {
    if (field in state) complain(field, `The field ${field} is not supported here.`);
  }
  if ((state['QueryLanguage'] ?? 'JSONata') !== 'JSONata') complain('QueryLanguage', JSONATA_ONLY);
  const processor = isObject(state['ItemProcessor']) ? state['ItemProcessor']['ProcessorConfig'] : undefined;
  if (isObject(processor) && (processor['Mode'] ?? 'INLINE') !== 'INLINE') {
    complain('ItemProcessor/ProcessorConfig', 'Only Mode INLINE is supported here: a Map runs inside its execution.');
  }
  if (state['Type'] === 'Task' && !options.knowsResource(String(state['Resource']))) {
    complain('Resource', `The resource provided ${state['Resource']} is not recognized.`);
  }
}

export const JSONATA_ONLY =
  'QueryLanguage must be "JSONata": this Step Functions interprets JSONata only. Set it at the top level of the definition.';
