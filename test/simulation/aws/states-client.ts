import type { WatchedExecutions } from '#core/ports/executions.ts';
import type { Tokens } from '#core/ports/tokens.ts';

/** Asks Step Functions for an operation of its API. */
export type Ask = (operation: string, input: object) => Promise<Record<string, unknown>>;

/** How an execution's own name becomes one of this story's, and its ARN. */
export interface Names {
  stateMachineArn: string;
  nameOf(own: string): string;
  arnOf(own: string): string;
}

const ALIVE = new Set(['RUNNING', 'PENDING_REDRIVE']);
const GONE = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** As the AWS adapter does it: the name of a closed execution is ours when its input is. */
export function executionsOf(ask: Ask, { stateMachineArn, nameOf, arnOf }: Names): WatchedExecutions {
  return {
    async start(own, values) {
      const name = nameOf(own);
      const input = JSON.stringify(values);
      try {
        return String((await ask('StartExecution', { stateMachineArn, name, input }))['executionArn']);
      } catch (error) {
        if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
        const executionArn = arnOf(own);
        if ((await ask('DescribeExecution', { executionArn }))['input'] === input) return executionArn;
        throw new Error(`The execution ${name} exists already with another input.`, { cause: error });
      }
    },
    async read(own) {
      try {
        const { status, cause = '' } = await ask('DescribeExecution', { executionArn: arnOf(own) });
        return { isAlive: ALIVE.has(String(status)), status: String(status), cause: String(cause) };
      } catch (error) {
        if ((error as Error).name === 'ExecutionDoesNotExist') return undefined;
        throw error;
      }
    },
  };
}

export function tokensOf(ask: Ask): Tokens {
  return {
    async answer(taskToken, output) {
      try {
        await ask('SendTaskSuccess', { taskToken, output: JSON.stringify(output) });
        return 'answered';
      } catch (error) {
        if (GONE.has((error as Error).name)) return 'gone';
        throw error;
      }
    },
  };
}

/** What a person does to executions in the console of AWS. Each throws what AWS answers. */
export interface ByHand {
  stop(own: string): Promise<unknown>;
  redrive(own: string): Promise<unknown>;
  /** Starts another execution for a release, under a name of its own. */
  startAgain(own: string, release: string): Promise<unknown>;
  /** The state machine is installed anew: those who run keep the definition that they began with. */
  install(definition: string): Promise<unknown>;
}

export const byHandOf = (ask: Ask, { stateMachineArn, nameOf, arnOf }: Names): ByHand => ({
  stop: (own) => ask('StopExecution', { executionArn: arnOf(own), cause: 'somebody stopped it' }),
  redrive: (own) => ask('RedriveExecution', { executionArn: arnOf(own) }),
  startAgain: (own, release) =>
    ask('StartExecution', { stateMachineArn, name: nameOf(own), input: JSON.stringify({ release }) }),
  install: (definition) => ask('UpdateStateMachine', { stateMachineArn, definition }),
});
