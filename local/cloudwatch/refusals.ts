import * as cw from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../http/json-service.ts';

/** What CloudWatch's alarm and query operations answer to input they refuse. Not in the SDK's model: it comes as `error.name`. */
export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);

export const invalidValue = (message: string): Error =>
  new cw.InvalidParameterValueException({ message, $metadata: {} });

export const missingParameter = (name: string): Error =>
  new cw.MissingRequiredParameterException({ message: `The parameter ${name} is required.`, $metadata: {} });

/** Refuses parameters that AWS has and this CloudWatch does not act on: dropping them in silence would be a lie. */
export function refuseUnsupported<T extends object>(input: T, names: (keyof T & string)[]): void {
  for (const name of names) {
    if (input[name] !== undefined) {
      throw validationError(`The parameter ${name} is not supported by CloudWatch on one machine.`);
    }
  }
}
