import { arn } from '#local/account.ts';
import { AwsError } from '#local/http/json-service.ts';

/** HTTP status of each of Lambda's exceptions that occur here (Lambda API reference). */
const STATUS: Record<string, number> = {
  ResourceNotFoundException: 404,
  ResourceConflictException: 409,
  TooManyRequestsException: 429,
  RequestTooLargeException: 413,
  UnknownOperationException: 404,
};

export function lambdaStatus({ name, $fault }: AwsError): number {
  return STATUS[name] ?? ($fault === 'client' ? 400 : 500);
}

export const functionNotFound = (name: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Function not found: ${arn('lambda', `function:${name}`)}`);

export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
export const conflict = (message: string): AwsError => new AwsError('ResourceConflictException', message);
export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);
export const tooManyRequests = (): AwsError => new AwsError('TooManyRequestsException', 'Rate Exceeded.');
export const tooLarge = (limit: number): AwsError =>
  new AwsError(
    'RequestTooLargeException',
    `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
  );

/** Refuses what Lambda knows and this service does not implement. Throws InvalidParameterValueException with its name. */
export function supportOnly(input: object, names: string[], path = ''): void {
  const stray = Object.entries(input).find(([name, value]) => value !== undefined && !names.includes(name));
  if (!stray) return;
  throw invalidParameter(`The parameter ${path}${stray[0]} is not supported here; these are: ${names.join(', ')}`);
}
