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
  Arguments?: Record<string, unknown> | string;
  TimeoutSeconds?: number | string;
  Retry?: Handled[];
  Catch?: Handled[];
  Choices?: { Next?: string }[];
  Default?: string;
  Next?: string;
  End?: boolean;
  Output?: unknown;
  ItemProcessor?: Machine;
}

export interface Machine {
  StartAt: string;
  States: Record<string, State>;
  TimeoutSeconds?: number;
}

/** A state where it stands: in which machine (the whole, or a Map's), and inside of which Maps, the outermost first. */
export interface Placed {
  name: string;
  state: State;
  machine: Machine;
  inside: State[];
}

/** Every state of a machine, those inside of Maps included. */
export function statesOf(machine: Machine, inside: State[] = []): Placed[] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    { name, state, machine, inside },
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor, [...inside, state]) : []),
  ]);
}
