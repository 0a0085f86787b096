/** Answers to parked task tokens of the state machine. */
export interface Tokens {
  /** `gone`: the task is already closed, timed out or unknown. That is normal (duplicates, late answers), never an error. */
  answer(token: string, output: unknown): Promise<'answered' | 'gone'>;
}
