import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Orders } from '#core/ports/orders.ts';
import { clientConfig } from './client-config.ts';

/** Slack waits three seconds for its answer: both attempts fit in, with what comes before. */
const HASTE = {
  maxAttempts: 2,
  requestHandler: { ...clientConfig.requestHandler, connectionTimeout: 500, requestTimeout: 1_000 },
};

/** Hands orders to the function that obeys them, asynchronously: Lambda keeps them, and tries again when it fails. */
export function lambdaOrders(functionName: string): Orders {
  const client = new LambdaClient({ ...clientConfig, ...HASTE });
  return {
    async send(order) {
      const Payload = Buffer.from(JSON.stringify(order));
      const { StatusCode } = await client.send(
        new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload }),
      );
      if (StatusCode !== 202) throw new Error(`The order was not taken: ${functionName} answered ${StatusCode}.`);
    },
  };
}
