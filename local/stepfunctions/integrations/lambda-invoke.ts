import { type CallIntegration, type Integrations, TaskError } from '../integration.ts';
import { isObject, type Json } from '../json.ts';
import { ERRORS } from '../language/failure.ts';
import { serviceError } from './service-error.ts';

/** What the Lambda runtime reports of a function that threw. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace: string[];
}

export interface LambdaPort {
  /** Invokes and waits. Throws the exceptions of Lambda's API (`ResourceNotFoundException`, `TooManyRequestsException`...). */
  invoke(
    functionName: string,
    payload: Json,
    signal: AbortSignal,
  ): Promise<{ payload: Json } | { functionError: FunctionError }>;
}

/**
 * `lambda:invoke`, plain and `.waitForTaskToken`. A function error fails the task with the name of what was thrown, and AWS's JSON
 * text as Cause. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export function lambdaInvoke(port: LambdaPort): Integrations {
  const integration: CallIntegration = {
    async call(args, { signal }) {
      const { functionName, payload } = argumentsOf(args);
      const answer = await port.invoke(functionName, payload, signal).catch((error: unknown) => {
        throw serviceError('Lambda', error);
      });
      if ('payload' in answer) return { ExecutedVersion: '$LATEST', Payload: answer.payload, StatusCode: 200 };
      const { errorType, errorMessage, trace } = answer.functionError;
      throw new TaskError(errorType, JSON.stringify({ errorType, errorMessage, trace }));
    },
  };
  return {
    'arn:aws:states:::lambda:invoke': integration,
    'arn:aws:states:::lambda:invoke.waitForTaskToken': integration,
  };
}

function argumentsOf(args: Json): { functionName: string; payload: Json } {
  const { FunctionName, Payload, ...others } = isObject(args) ? args : {};
  const [unknown] = Object.keys(others);
  if (unknown)
    throw new TaskError(ERRORS.runtime, `The argument '${unknown}' of lambda:invoke is not implemented here.`);
  if (typeof FunctionName !== 'string')
    throw new TaskError(ERRORS.runtime, "The argument 'FunctionName' must be a string.");
  return { functionName: FunctionName, payload: Payload ?? {} };
}
