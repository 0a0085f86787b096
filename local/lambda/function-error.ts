import type { FunctionError } from './function-record.ts';

/** A thrown value as Lambda's Node.js runtime reports it. */
export function toFunctionError(thrown: unknown): FunctionError {
  if (!(thrown instanceof Error)) {
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  }
  return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
}

export const runtimeError = (errorType: string, errorMessage: string): FunctionError => ({
  errorType,
  errorMessage,
  trace: [],
});

/** Lambda's message for an invocation that took too long: seconds with two digits. */
export const timedOut = (requestId: string, timeoutSeconds: number): FunctionError =>
  runtimeError(
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  );

export const exited = (requestId: string, how: string): FunctionError =>
  runtimeError('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime exited with error: ${how}`);
