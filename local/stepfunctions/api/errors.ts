import * as sfn from '@aws-sdk/client-sfn';

const $metadata = {};

export const validationError = (message: string): Error =>
  new sfn.ValidationException({ message: `1 validation error detected: ${message}`, $metadata });

export const invalidArn = (arn: string): Error =>
  new sfn.InvalidArn({ message: `Invalid Arn: 'Invalid ARN prefix: ${arn}'`, $metadata });

export const machineDoesNotExist = (arn: string): Error =>
  new sfn.StateMachineDoesNotExist({ message: `State Machine Does Not Exist: '${arn}'`, $metadata });

export const executionDoesNotExist = (arn: string): Error =>
  new sfn.ExecutionDoesNotExist({ message: `Execution Does Not Exist: '${arn}'`, $metadata });

/** Refuses parameters that AWS has and this service does not: ignoring one in silence would be a lie. */
export function refuseParameters(input: object, ...names: string[]): void {
  const given = names.find((name) => (input as Record<string, unknown>)[name] !== undefined);
  if (given) throw validationError(`The parameter '${given}' is not implemented here.`);
}

/** Refuses a parameter with any value but the one that asks for nothing special. */
export function onlyDefault(name: string, value: unknown, isDefault: boolean): void {
  if (value !== undefined && !isDefault)
    throw validationError(`The parameter '${name}' is implemented with its default only.`);
}

export function requireParameter<T>(name: string, value: T | undefined): T {
  if (value !== undefined) return value;
  throw validationError(`Value null at '${name}' failed to satisfy constraint: Member must not be null`);
}

const MAX_NAME = 80;
const FORBIDDEN_IN_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/** A name of a machine or execution: 1-80 characters, without those that AWS forbids. */
export function checkName(name: string): void {
  if (name.length > 0 && name.length <= MAX_NAME && !FORBIDDEN_IN_NAME.test(name)) return;
  throw new sfn.InvalidName({ message: `Invalid Name: '${name}'`, $metadata });
}
