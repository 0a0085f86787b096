import { InvalidInputException, ResourceNotFoundException } from '@aws-sdk/client-codebuild';

export const invalidInput = (message: string): InvalidInputException =>
  new InvalidInputException({ message, $metadata: {} });

export const notFound = (message: string): ResourceNotFoundException =>
  new ResourceNotFoundException({ message, $metadata: {} });

/** Refuses what AWS knows and this stand-in would otherwise drop in silence, naming the first such parameter. */
export function refuseUnsupported(input: object, supported: string[], where = ''): void {
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || supported.includes(name)) continue;
    throw invalidInput(`${where}${name} is not supported by CodeBuild on one machine.`);
  }
}
