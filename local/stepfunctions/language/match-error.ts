import { ERRORS, type Failure } from './failure.ts';

/** Errors that end an execution unless they are named: States.ALL passes them by. */
const NOT_IN_ALL: ReadonlySet<string> = new Set([ERRORS.runtime, ERRORS.dataLimitExceeded]);

/**
 * Does an ErrorEquals list of a retrier or catcher name this failure?
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function matchesError(errorEquals: readonly string[], failure: Failure): boolean {
  return errorEquals.some((name) => matchesName(name, failure));
}

function matchesName(name: string, failure: Failure): boolean {
  const error = failure.error ?? '';
  if (name === error || name === failure.alias) return true;
  if (name === ERRORS.all) return !NOT_IN_ALL.has(error);
  return name === ERRORS.taskFailed && error !== ERRORS.timeout;
}
