import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Tokens } from '#core/ports/tokens.ts';
import { clientConfig } from './client-config.ts';

const GONE = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** Task tokens of Step Functions. */
export function stepFunctionsTokens(): Tokens {
  const client = new SFNClient(clientConfig);
  return {
    async answer(taskToken, output) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
        return 'answered';
      } catch (error) {
        if (GONE.has((error as Error).name)) return 'gone';
        throw error;
      }
    },
  };
}
