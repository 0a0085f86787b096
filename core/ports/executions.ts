export interface Executions {
  /**
   * Starts the state machine under `name`. Safe to call twice: an execution of that name and input that exists already
   * is success. Returns the execution's ARN. Throws when the name is taken by another input.
   */
  start(name: string, input: Record<string, unknown>): Promise<string>;
}

export interface WatchedExecutions extends Executions {
  /** How the execution of that name stands, which may be a moment old; undefined when there is none. */
  read(name: string): Promise<Execution | undefined>;
}

export interface Execution {
  isAlive: boolean;
  /** Step Functions' own word: RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE. */
  status: string;
  /** Why it failed, when it did and something was said. */
  cause: string;
}
