import httpErrorHandler from '@middy/http-error-handler';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { askAgain } from '#functions/compose/ask-again.ts';
import { compose } from '#functions/compose/compose.ts';
import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';
import { toRequest } from '#functions/steps/edge/to-request.ts';
import { countAnswer } from './count-answer.ts';
import type { WebhookAnswer } from './webhook-answer.ts';

/** The handler of a function that webhooks come to: every answer is counted, and a fault asks for the delivery once more. */
export const openDoor = (receive: (request: EdgeRequest) => Promise<WebhookAnswer>) =>
  compose(async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { status, ...body } = await receive(toRequest(event));
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
