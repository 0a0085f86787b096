import * as sdk from '@aws-sdk/client-secrets-manager';

const $metadata = {};

export const secretNotFound = () =>
  new sdk.ResourceNotFoundException({ $metadata, message: "Secrets Manager can't find the specified secret." });

export const versionNotFound = (what: string) =>
  new sdk.ResourceNotFoundException({
    $metadata,
    message: `Secrets Manager can't find the specified secret value for ${what}`,
  });

export const secretExists = (name: string) =>
  new sdk.ResourceExistsException({
    $metadata,
    message: `The operation failed because the secret ${name} already exists.`,
  });

export const invalidRequest = (message: string) => new sdk.InvalidRequestException({ $metadata, message });

export const invalidParameter = (message: string) => new sdk.InvalidParameterException({ $metadata, message });

/** Refuses what Secrets Manager knows and this service does not implement. Throws InvalidParameterException. */
export function supportOnly(input: object, names: string[]): void {
  const stray = Object.entries(input).find(([name, value]) => value !== undefined && !names.includes(name));
  if (stray) throw invalidParameter(`The parameter ${stray[0]} is not supported here; these are: ${names.join(', ')}`);
}
