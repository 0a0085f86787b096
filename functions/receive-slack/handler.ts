import httpErrorHandler from '@middy/http-error-handler';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { lambdaOrders } from '#adapters/aws/orders.ts';
import { lambdaQuestions } from '#adapters/aws/questions.ts';
import { signingSecrets } from '#adapters/aws/secrets.ts';
import { askAgain } from '#functions/compose/ask-again.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { toRequest } from '#functions/steps/edge/to-request.ts';
import { countClick } from './count-click.ts';
import { ENV, SLACK_TEAMS } from './env.ts';
import { receiveSlack, type SlackOutcome } from './receive-slack.ts';

const env = readEnv(ENV, process.env);
const ports = {
  secrets: signingSecrets(env.SLACK_SIGNING_SECRET_ID),
  orders: lambdaOrders(env.OBEY_COMMAND_FUNCTION),
  questions: lambdaQuestions(env.ANSWER_SLACK_FUNCTION),
  now: Date.now,
  teams: (process.env[SLACK_TEAMS] ?? '').split(',').filter((id) => id !== ''),
};
/** Whoever runs Bakewatch must hear of a clock that is wrong, and of strangers; of forged requests they are only counted. */
const SAID: ReadonlySet<SlackOutcome> = new Set(['untimely', 'outsider']);

const json = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const handler = compose(async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const { status, outcome, message, shown } = await receiveSlack(ports, toRequest(event));
  console.log(countClick(outcome, Date.now()));
  if (SAID.has(outcome)) console.warn(JSON.stringify({ level: 'WARN', message }));
  if (shown) return json(status, { response_type: 'ephemeral', ...shown });
  return message === undefined ? { statusCode: status, body: '' } : json(status, { message });
})
  .use(httpErrorHandler({ logger: false }))
  .use(
    askAgain({
      message: 'this could not be handed over: press or type it again',
      counted: () => countClick('unavailable', Date.now()),
    }),
  );
