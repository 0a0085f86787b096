/** A function as it was created: one JSON row. */
export interface FunctionRecord {
  name: string;
  arn: string;
  /** `index.handler`: a file's name (ignored: there is one bundle) and the path of the export in it. */
  handler: string;
  runtime: string;
  role: string;
  description: string;
  /** Seconds. */
  timeout: number;
  /** MB. */
  memorySize: number;
  environment: Record<string, string>;
  tags: Record<string, string>;
  architectures: string[];
  /** Our own copy of the bundle. */
  codePath: string;
  codeSha256: string;
  codeSize: number;
  /** Changes with every change of code or configuration: instances of an older one take no more work. */
  revisionId: string;
  lastModified: string;
  reservedConcurrency?: number;
  urlCreatedAt?: string;
  asyncInvoke?: AsyncInvoke;
}

/** What becomes of asynchronous invocations that fail. */
export interface AsyncInvoke {
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
  /** Name of the queue that takes the events that were given up. */
  onFailure?: string;
}

/** An error of a function's own, as the runtime reports it to whoever invoked it. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace: string[];
}

/** The outcome of one invocation; `payload` is JSON text. */
export type Outcome = { payload: string } | { functionError: FunctionError };
