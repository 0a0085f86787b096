import type { Execution } from '../engine/execution.ts';
import type { ApiContext } from './context.ts';
import { executionDoesNotExist, invalidArn, requireParameter } from './errors.ts';

/** The execution of an ARN. Throws InvalidArn, or ExecutionDoesNotExist. */
export function executionOf({ store }: ApiContext, arn: string | undefined): Execution {
  const required = requireParameter('executionArn', arn);
  if (!required.startsWith('arn:')) throw invalidArn(required);
  const execution = store.executions.get(required);
  if (!execution) throw executionDoesNotExist(required);
  return execution;
}

export const dateOf = (time: number | undefined): Date | undefined => (time === undefined ? undefined : new Date(time));
