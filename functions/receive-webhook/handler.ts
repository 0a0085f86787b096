import { setTimeout as sleep } from 'node:timers/promises';
import { signingSecrets } from '#adapters/aws/secrets.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { burstPatience } from '#functions/steps/intake/patience.ts';
import { openDoor } from '#functions/steps/webhook/open-door.ts';
import { ENV } from './env.ts';
import { receiveWebhook } from './receive-webhook.ts';

const env = readEnv(ENV, process.env);
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  secrets: signingSecrets(env.WEBHOOK_SECRET_ID),
  now: Date.now,
  patience: burstPatience(Math.random, sleep),
};

export const handler = openDoor((request) => receiveWebhook(ports, request));
