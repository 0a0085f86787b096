import { setTimeout as sleep } from 'node:timers/promises';
import httpErrorHandler from '@middy/http-error-handler';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { webhookSecrets } from '#adapters/aws/secrets.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { burstPatience } from '#functions/steps/intake/patience.ts';
import { askAgain } from './ask-again.ts';
import { countAnswer } from './count-answer.ts';
import { ENV } from './env.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { toRequest } from './to-request.ts';

const env = readEnv(ENV, process.env);
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  secrets: webhookSecrets(env.WEBHOOK_SECRET_ID),
  now: Date.now,
  patience: burstPatience(Math.random, sleep),
};

export const handler = compose(async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const { status, ...body } = await receiveWebhook(ports, toRequest(event));
  console.log(countAnswer({ status }, Date.now()));
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
})
  .use(httpErrorHandler({ logger: false }))
  .use(askAgain());
