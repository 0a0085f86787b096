import { TaskError } from '../integration.ts';

/**
 * An exception of a service's SDK as Step Functions names it: `Lambda.TooManyRequestsException`. What is not an exception of
 * the service (no connection, a bug in the port) is its `SdkClientException`.
 */
export function serviceError(service: string, thrown: unknown): TaskError {
  if (thrown instanceof TaskError) return thrown;
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new TaskError(`${service}.${name.endsWith('Exception') ? name : 'SdkClientException'}`, message);
}
