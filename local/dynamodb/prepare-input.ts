import { type Input, rules, type Store, type Validation, validation } from './dynalite-parts.ts';
import { dynamoError, isDynamoError } from './dynamo-error.ts';
import { refuseUnknown } from './refuse-unknown.ts';

/**
 * Checks an operation's parameters by dynalite's rules and returns them as its action wants them (parsed expressions
 * included). Throws SerializationException or ValidationException.
 */
export function prepareInput(operation: string, input: Input, store: Store): Input {
  const { types, custom } = validation(operation);
  return checked(input, types, custom, store);
}

/** As `prepareInput`, by types of our own. */
export function checked(input: Input, types: Validation['types'], custom: Validation['custom'], store: Store): Input {
  try {
    refuseUnknown(input, types);
    const data = rules.checkTypes({ ...input }, types);
    rules.checkValidations(data, types, custom, store);
    return data;
  } catch (error) {
    if (isDynamoError(error)) throw error;
    // dynalite's rules stumble over nulls where AWS expects a structure.
    throw dynamoError('SerializationException', `The parameters are malformed: ${(error as Error).message}`);
  }
}
