import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientConfig } from './client-config.ts';

/** Slack waits three seconds for its answer: both attempts fit in, with what comes before. */
const HASTE = {
  maxAttempts: 2,
  requestHandler: { ...clientConfig.requestHandler, connectionTimeout: 500, requestTimeout: 1_000 },
};

/** Hands things over to a function, asynchronously: Lambda keeps each, and tries again when the function fails. Throws when it was not taken. */
export function handOver<Thing>(functionName: string): (thing: Thing) => Promise<void> {
  const client = new LambdaClient({ ...clientConfig, ...HASTE });
  return async (thing) => {
    const Payload = Buffer.from(JSON.stringify(thing));
    const { StatusCode } = await client.send(
      new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload }),
    );
    if (StatusCode !== 202)
      throw new Error(`What was handed over was not taken: ${functionName} answered ${StatusCode}.`);
  };
}
