/** One turn of a Map around a state; a Parallel counts as a single turn. */
export interface Iteration {
  map: string;
  /** Id of the event with which the Map was entered. */
  visit: number;
  index: number;
}

export type VisitStatus = 'in progress' | 'succeeded' | 'caught' | 'failed' | 'cancelled';

export interface Attempt {
  scheduledAt: number;
  resource: string;
  endedAt?: number;
  error?: string;
  cause?: string;
}

/** One time that an execution stood at a state. Payloads are JSON texts as the history has them. */
export interface Visit {
  state: string;
  type: string;
  scope: Iteration[];
  /** Id of the event with which it was entered: unique within the execution. */
  id: number;
  /** The state before it in the same scope. */
  from?: string;
  enteredAt: number;
  endedAt?: number;
  status: VisitStatus;
  input?: string;
  output?: string;
  /** What Assign left behind: variable name to JSON text. */
  assigned?: Record<string, string>;
  error?: string;
  cause?: string;
  /** Of a Map or Parallel: the state inside it that it failed in. */
  failedIn?: string;
  attempts: Attempt[];
  /** How many items a Map has. */
  length?: number;
}
