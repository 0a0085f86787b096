import type { Context } from 'aws-lambda';
import { dynamoTable } from '#adapters/aws/table.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { consolePages } from '#functions/steps/console-pages.ts';
import { answerFault } from './answer-fault.tsx';
import { BITBUCKET_URL, ENV, GITLAB_URL } from './env.ts';
import { showWidget } from './show-widget.tsx';

const env = readEnv(ENV, process.env);
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  pages: consolePages({
    console: env.CONSOLE_URL,
    hosts: { github: env.REPOSITORY_URL, gitlab: process.env[GITLAB_URL], bitbucket: process.env[BITBUCKET_URL] },
  }),
  now: Date.now,
};

export const handler = compose((event: unknown, { invokedFunctionArn }: Context) =>
  showWidget(ports, event, invokedFunctionArn),
).use(answerFault());
