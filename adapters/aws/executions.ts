import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { WatchedExecutions } from '#core/ports/executions.ts';
import { clientConfig } from './client-config.ts';

/** Executions of one state machine, whose ARN may name an alias or a version of it, as it is to be started. */
export function stepFunctionsExecutions(stateMachineArn: string): WatchedExecutions {
  const client = new SFNClient(clientConfig);

  /**
   * Executions are called after their machine, whichever alias they were started by, and their names are unique in it.
   * https://docs.aws.amazon.com/step-functions/latest/dg/execution-alias-version-associate.html
   */
  const ofMachine = stateMachineArn.replace(/:stateMachine:([^:]+)(:[^:]+)?$/, ':execution:$1');
  const arnOf = (name: string): string => `${ofMachine}:${name}`;

  /** A closed execution of the same name answers ExecutionAlreadyExists: it is ours when its input is. */
  async function existing(name: string, input: string): Promise<string> {
    const executionArn = arnOf(name);
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

    async read(name) {
      try {
        const found = await client.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }));
        const { status = '', cause = '' } = found;
        return { isAlive: ALIVE.has(status), status, cause };
      } catch (error) {
        if ((error as Error).name === 'ExecutionDoesNotExist') return undefined;
        throw error;
      }
    },
  };
}

const ALIVE = new Set(['RUNNING', 'PENDING_REDRIVE']);
