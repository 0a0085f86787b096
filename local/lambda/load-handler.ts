import { pathToFileURL } from 'node:url';
import { runtimeError, toFunctionError } from './function-error.ts';
import type { FunctionError } from './function-record.ts';
import type { InstanceStart } from './instance-protocol.ts';

export type Handler = (event: unknown, context: object) => unknown;

/** Imports a bundle and finds its handler, or says in Lambda's words why that is impossible. */
export async function loadHandler({ codePath, handler }: InstanceStart): Promise<Handler | FunctionError> {
  const { namespace: loaded, error } = await load(codePath);
  if (error) return error;
  const path = handler
    .slice(handler.lastIndexOf('/') + 1)
    .split('.')
    .slice(1);
  const found = path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], loaded);
  if (path.length === 0 || typeof found !== 'function') {
    return runtimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (found.length > 2) {
    return runtimeError(
      'Runtime.CallbackHandlerDeprecated',
      `${handler} takes a callback: Node.js 24 functions have none. Return the result or a promise of it.`,
    );
  }
  return found as Handler;
}

async function load(codePath: string): Promise<{ namespace?: Record<string, unknown>; error?: FunctionError }> {
  try {
    const namespace = (await import(pathToFileURL(codePath).href)) as Record<string, unknown>;
    // A CommonJS bundle has its exports on `default`.
    const exports = namespace['default'];
    return { namespace: typeof exports === 'object' ? { ...namespace, ...exports } : namespace };
  } catch (cause) {
    return { error: loadError(cause) };
  }
}

function loadError(cause: unknown): FunctionError {
  const error = toFunctionError(cause);
  if (cause instanceof SyntaxError) return { ...error, errorType: 'Runtime.UserCodeSyntaxError' };
  const { code } = cause as NodeJS.ErrnoException;
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return error;
  return { ...error, errorType: 'Runtime.ImportModuleError', errorMessage: `Error: ${error.errorMessage}` };
}
