import * as eb from '@aws-sdk/client-eventbridge';
import { arn } from '../account.ts';
import { AwsError } from '../http/json-service.ts';

/** What EventBridge answers to input it refuses. Not in the SDK's model: it comes as `error.name`. */
export const validationException = (message: string): AwsError => new AwsError('ValidationException', message);

export const ruleNotFound = (name: string | undefined): Error =>
  new eb.ResourceNotFoundException({ message: `Rule ${name} does not exist on EventBus default.`, $metadata: {} });

/** Refuses parameters that AWS has and this EventBridge does not act on: dropping them in silence would be a lie. */
export function refuseUnsupported<T extends object>(input: T, names: (keyof T & string)[]): void {
  for (const name of names) {
    if (input[name] !== undefined) {
      throw validationException(`The parameter ${name} is not supported by EventBridge on one machine.`);
    }
  }
}

/** There is the default bus and no other. */
export function checkBus({ EventBusName: bus }: { EventBusName?: string | undefined }): void {
  if (isDefaultBus(bus)) return;
  throw new eb.ResourceNotFoundException({ message: `Event bus ${bus} does not exist.`, $metadata: {} });
}

export const isDefaultBus = (bus: string | undefined): boolean =>
  bus === undefined || bus === 'default' || bus === arn('events', 'event-bus/default');
