/** A state machine as DescribeStateMachineForExecution gives it: only what the graph and the details show. */
export interface MachineDefinition {
  Comment?: string;
  StartAt: string;
  States: Record<string, StateDefinition>;
}

export interface StateDefinition {
  Type: string;
  Comment?: string;
  Resource?: string;
  Next?: string;
  End?: boolean;
  Default?: string;
  Choices?: { Condition?: string; Next: string }[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
  ItemProcessor?: MachineDefinition;
  Branches?: MachineDefinition[];
}
