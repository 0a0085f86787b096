/** How a state, a branch or an execution failed. Both members are optional in the Amazon States Language (a bare Fail state). */
export interface Failure {
  error?: string;
  cause?: string;
  /** A second name that Retry and Catch may use: a missed heartbeat is reported as States.Timeout and is also a HeartbeatTimeout. */
  alias?: string;
}

/** The names reserved by the language that this interpreter raises. */
export const ERRORS = {
  all: 'States.ALL',
  taskFailed: 'States.TaskFailed',
  timeout: 'States.Timeout',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  runtime: 'States.Runtime',
  dataLimitExceeded: 'States.DataLimitExceeded',
  queryEvaluation: 'States.QueryEvaluationError',
  noChoiceMatched: 'States.NoChoiceMatched',
  exceedTolerated: 'States.ExceedToleratedFailureThreshold',
} as const;

/** A fault while a state is interpreted. `location` is the field whose JSONata failed, for the EvaluationFailed event. */
export class StateFault extends Error {
  readonly location: string | undefined;
  constructor(name: string, message: string, location?: string) {
    super(message);
    this.name = name;
    this.location = location;
  }
}

export const evaluationFault = (message: string, location?: string): StateFault =>
  new StateFault(ERRORS.queryEvaluation, message, location);
