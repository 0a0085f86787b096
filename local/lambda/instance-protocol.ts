import type { FunctionError } from './function-record.ts';

/** What a worker thread is started with. */
export interface InstanceStart {
  codePath: string;
  handler: string;
}

/** To the worker: one invocation. */
export interface Invocation {
  requestId: string;
  /** JSON text. */
  payload: string;
  timeoutMs: number;
  context: {
    functionName: string;
    invokedFunctionArn: string;
    memoryLimitInMB: string;
    logGroupName: string;
    logStreamName: string;
  };
}

/** From the worker: it loaded the bundle, could not, or has finished the invocation. */
export type InstanceMessage =
  | { type: 'ready' }
  | { type: 'init-failed'; error: FunctionError }
  | { type: 'done'; payload: string }
  | { type: 'failed'; error: FunctionError };
