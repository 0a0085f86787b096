import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Executions } from '#core/ports/executions.ts';
import { clientConfig } from './client-config.ts';

/** Executions of one state machine (or of an alias of it). */
export function stepFunctionsExecutions(stateMachineArn: string): Executions {
  const client = new SFNClient(clientConfig);

  /** A closed execution of the same name answers ExecutionAlreadyExists: it is ours when its input is. */
  async function existing(name: string, input: string): Promise<string> {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const found = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (found.input === input) return executionArn;
    throw new Error(`The execution ${name} exists already with another input.`);
  }

  return {
    async start(name, values) {
      const input = JSON.stringify(values);
      try {
        const started = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
        return started.executionArn ?? '';
      } catch (error) {
        if ((error as Error).name === 'ExecutionAlreadyExists') return existing(name, input);
        throw error;
      }
    },
  };
}
