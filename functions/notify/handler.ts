import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { readSecret } from '#adapters/aws/secrets.ts';
import { deliverAfter, newImages, takeEach } from '#adapters/aws/stream-records.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { slackChat } from '#adapters/slack/chat.ts';
import { patientChat } from '#adapters/slack/patient-chat.ts';
import type { LedgerEvent } from '#core/ledger/items.ts';
import { EVENT_PREFIX } from '#core/ledger/keys.ts';
import type { Chat } from '#core/ports/chat.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { consolePages } from '#functions/steps/console-pages.ts';
import { BITBUCKET_URL, ENV, GITLAB_URL, SLACK_API_URL } from './env.ts';
import { notify } from './notify.ts';
import { unlessRefused } from './unless-refused.ts';

const env = readEnv(ENV, process.env);
const apiUrl = process.env[SLACK_API_URL];
const table = dynamoTable(env.BAKEWATCH_TABLE);
const pages = consolePages({
  console: env.CONSOLE_URL,
  hosts: { github: env.REPOSITORY_URL, gitlab: process.env[GITLAB_URL], bitbucket: process.env[BITBUCKET_URL] },
});
const slack = slackChat({ token: readSecret(env.SLACK_TOKEN_SECRET), ...(apiUrl ? { apiUrl } : {}) });

/** Together with ten messages to a slow Slack it is less than the function has. */
const MOST_WAITING_MS = 60_000;
const quiet = { until: 0 };

const say = (chat: Chat, event: LedgerEvent): Promise<string> =>
  unlessRefused(notify({ table, chat, pages, now: Date.now }, event), event, {
    log: console.log,
    now: Date.now,
  });

/** The event source filters on new events; whatever else comes is passed over. */
export const handler = compose(async (event: DynamoDBStreamEvent) => {
  const chat = patientChat(slack, { now: Date.now, sleep, quiet, mostMs: MOST_WAITING_MS });
  const said = await takeEach(newImages(event), async (item) =>
    item.sk.startsWith(EVENT_PREFIX) ? say(chat, item as unknown as LedgerEvent) : undefined,
  );
  return deliverAfter(event, said);
});
