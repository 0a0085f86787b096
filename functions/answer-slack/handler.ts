import { lambdaDesk } from '#adapters/aws/desk.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { slackReplies } from '#adapters/slack/replies.ts';
import type { Question } from '#core/ports/questions.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { answerSlack } from './answer-slack.ts';
import { ENV, SLACK_ANSWERS_ORIGIN } from './env.ts';

const env = readEnv(ENV, process.env);
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  desk: lambdaDesk({ obey: env.OBEY_COMMAND_FUNCTION, explain: env.EXPLAIN_COMMIT_FUNCTION }),
  replies: slackReplies(process.env[SLACK_ANSWERS_ORIGIN]),
  now: Date.now,
};

export const handler = compose((question: Question) => answerSlack(ports, question));
