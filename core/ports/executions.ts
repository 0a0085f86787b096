export interface Executions {
  /**
   * Starts the state machine under `name`. Safe to call twice: an execution of that name and input that exists already
   * is success. Returns the execution's ARN. Throws when the name is taken by another input.
   */
  start(name: string, input: Record<string, unknown>): Promise<string>;
}
