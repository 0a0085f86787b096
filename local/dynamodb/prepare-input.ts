import { type Input, rules, type Store, type Validation, validation } from './dynalite-parts.ts';
import { refuseUnknown } from './refuse-unknown.ts';

/**
 * Checks an operation's parameters by dynalite's rules and returns them as its action wants them (parsed expressions
 * included). Throws SerializationException or ValidationException.
 */
export function prepareInput(operation: string, input: Input, store: Store): Input {
  const { types, custom } = validation(operation);
  return checked(input, types, custom, store);
}

export function checked(input: Input, types: Validation['types'], custom: Validation['custom'], store: Store): Input {
  refuseUnknown(input, types);
  const data = rules.checkTypes({ ...input }, types);
  rules.checkValidations(data, types, custom, store);
  return data;
}
