/** A call of a service's API, in the names of the SDK: `{ service: 'ecs', operation: 'RunTask', input: { cluster: 'web' } }`. */
export interface ServiceCall {
  service: string;
  operation: string;
  input: Input;
}

export type Input = Record<string, unknown>;

/** A call of which it is not known what IAM is asked for it. It is refused: what is not asked is not proved. */
export class UnmappedCall extends Error {
  override readonly name = 'UnmappedCall';
  constructor({ service, operation }: Pick<ServiceCall, 'service' | 'operation'>, part?: string) {
    super(
      `What IAM is asked for ${service}:${operation}${part ? ` with ${part}` : ''} is not known here: add it to local/iam/asks/.`,
    );
  }
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);
export const record = (value: unknown): Input => (typeof value === 'object' && value !== null ? (value as Input) : {});
