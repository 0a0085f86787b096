import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Desk } from '#core/ports/desk.ts';
import { clientConfig } from './client-config.ts';

/** The slowest answer asks a repository for 15 s. One attempt: whoever waits for the answer is tried again as a whole. */
const PATIENCE = {
  maxAttempts: 1,
  requestHandler: { ...clientConfig.requestHandler, requestTimeout: 45_000, socketTimeout: 45_000 },
};

/** Calls the functions by their names, and waits. */
export function lambdaDesk(names: { obey: string; explain: string }): Desk {
  const client = new LambdaClient({ ...clientConfig, ...PATIENCE });
  const call = async (FunctionName: string, input: unknown): Promise<never> => {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(input)) }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
    if (FunctionError !== undefined) throw new Error(`${FunctionName} broke off: ${answer.errorMessage}`);
    return answer as never;
  };
  return {
    obey: (order) => call(names.obey, order),
    explain: (asked) => call(names.explain, { asked }),
  };
}
