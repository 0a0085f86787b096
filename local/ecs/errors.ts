import * as ecs from '@aws-sdk/client-ecs';

export const invalidParameter = (message: string) => new ecs.InvalidParameterException({ message, $metadata: {} });
export const clientError = (message: string) => new ecs.ClientException({ message, $metadata: {} });
export const unsupported = (message: string) => new ecs.UnsupportedFeatureException({ message, $metadata: {} });

/** Throws InvalidParameterException naming the first parameter that AWS knows and this ECS does not; `where` is its path. */
export function refuseUnsupported(input: object, supported: readonly string[], where = ''): void {
  for (const [name, value] of Object.entries(input)) {
    const empty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    if (!(empty || supported.includes(name))) {
      throw invalidParameter(`The parameter ${where}${name} is not supported by ECS on one machine.`);
    }
  }
}
