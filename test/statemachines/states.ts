export interface Handled {
  ErrorEquals: string[];
  Next?: string;
  Output?: unknown;
  MaxAttempts?: number;
}

/** A state as the Amazon States Language has it, as far as the tests look. */
export interface State {
  Type: string;
  Resource?: string;
  Arguments?: Record<string, unknown>;
  TimeoutSeconds?: number | string;
  Retry?: Handled[];
  Catch?: Handled[];
  Next?: string;
  Output?: unknown;
  ItemProcessor?: Machine;
}

export interface Machine {
  StartAt: string;
  States: Record<string, State>;
}

/** Every state of a machine, those inside of Maps included. */
export function statesOf(machine: Machine): { name: string; state: State }[] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    { name, state },
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);
}
