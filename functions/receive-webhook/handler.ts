import { setTimeout as sleep } from 'node:timers/promises';
import httpErrorHandler from '@middy/http-error-handler';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { signingSecrets } from '#adapters/aws/secrets.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { askAgain } from '#functions/compose/ask-again.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { toRequest } from '#functions/steps/edge/to-request.ts';
import { burstPatience } from '#functions/steps/intake/patience.ts';
import { countAnswer } from './count-answer.ts';
import { ENV } from './env.ts';
import { receiveWebhook } from './receive-webhook.ts';

const env = readEnv(ENV, process.env);
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  secrets: signingSecrets(env.WEBHOOK_SECRET_ID),
  now: Date.now,
  patience: burstPatience(Math.random, sleep),
};

export const handler = compose(async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const { status, ...body } = await receiveWebhook(ports, toRequest(event));
  console.log(countAnswer({ status }, Date.now()));
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
})
  .use(httpErrorHandler({ logger: false }))
  .use(
    askAgain({
      message: 'the webhook could not be stored: deliver it again',
      counted: () => countAnswer({ status: 503 }, Date.now()),
    }),
  );
